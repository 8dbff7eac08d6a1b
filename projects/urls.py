"""Addresses of projects. ``<number>`` is the project number, so that a page can be sent to a colleague."""

from django.urls import include, path

from projects.views import (
    allocations,
    application,
    application_steps,
    approval,
    arrangements,
    budget,
    closing,
    discarding,
    documents,
    duplicates,
    fund,
    fund_papers,
    fund_tables,
    history,
    initiation,
    ledger,
    listing,
    maintenance,
    money,
    papers,
    payments,
    plan,
    project,
    proposal,
    proposal_import,
)

app_name = "projects"

plan_urls = [
    path("", plan.plans, name="plans"),
    path("new/", plan.start_plan, name="start_plan"),
    path("<str:code>/<int:year>/", plan.plan, name="plan"),
    path("<str:code>/<int:year>/edit/", plan.change_plan, name="change_plan"),
    path("<str:code>/<int:year>/open/", plan.set_open, name="set_plan_open"),
    path("<str:code>/<int:year>/decide/", plan.decide, name="decide_proposals"),
    path("<str:code>/<int:year>/order/", plan.order, name="order_proposals"),
    path("<str:code>/<int:year>/priority/", plan.tier, name="rank_proposals"),
    path("<str:code>/<int:year>/sign/", plan.sign, name="sign_plan"),
    path("<str:code>/<int:year>/publish/", plan.publish, name="publish_plan"),
    path("<str:code>/<int:year>/export/", plan.export, name="export_plan"),
    path("<str:code>/<int:year>/propose/", proposal.start, name="start_proposal"),
    path("<str:code>/<int:year>/import/", proposal_import.upload, name="import_proposals"),
    path("<str:code>/<int:year>/import/template/", proposal_import.blank, name="import_template"),
    path("<str:code>/<int:year>/import/<int:pk>/", proposal_import.preview, name="confirm_import"),
]

project_urls = [
    path("", listing.project_list, name="list"),
    path("export/", listing.export, name="export"),
    path("<str:number>/", project.overview, name="overview"),
    path("<str:number>/steps/<str:step>/", project.step, name="step"),
    path("<str:number>/follow/", project.toggle_follow, name="toggle_follow"),
    path("<str:number>/plan/", plan.plan_of_project, name="plan_of_project"),
    path("<str:number>/proposal/", proposal.proposal, name="proposal"),
    path("<str:number>/proposal/submit/", proposal.submit, name="submit_proposal"),
    path("<str:number>/proposal/discard/", discarding.discard_draft, name="discard_proposal"),
    path("<str:number>/repropose/", proposal.repropose, name="repropose"),
    path("<str:number>/application/", application.application, name="application"),
    path("<str:number>/application/submit/", application_steps.submit, name="submit_application"),
    path("<str:number>/application/return/", application_steps.send_back, name="return_application"),
    path(
        "<str:number>/application/discard/", discarding.discard_draft_application, name="discard_application"
    ),
    path(
        "<str:number>/application/submissions/<int:submission_number>/",
        application_steps.submission,
        name="submission",
    ),
    path("<str:number>/duplicates/", duplicates.duplicates, name="duplicates"),
    path("<str:number>/approval/", approval.approval, name="approval"),
    path("<str:number>/approval/request/", approval.ask, name="request_approval"),
    path("<str:number>/approval/decide/", approval.decide, name="decide"),
    path("<str:number>/approval/terminate/", approval.terminate_decision, name="decide_termination"),
    path("<str:number>/initiation/", initiation.initiation, name="initiation"),
    path("<str:number>/initiation/issue/", initiation.issue, name="issue_initiation"),
    path("<str:number>/money/", money.money, name="money"),
    path("<str:number>/money/export/", money.export_money, name="export_money"),
    path("<str:number>/money/terms/<int:pk>/apply/", payments.apply, name="apply_for_payment"),
    path("<str:number>/money/payments/<int:pk>/", payments.payment, name="payment"),
    path("<str:number>/documents/", documents.documents, name="documents"),
    path("<str:number>/documents/remove/<int:document_id>/", documents.remove, name="remove_document"),
    path("<str:number>/documents/<int:version_id>/<str:filename>", documents.download, name="download"),
    path("<str:number>/history/", history.history, name="history"),
]

arrangement_urls = [
    path("", arrangements.arrangement, name="arrangement"),
    path("sign/", arrangements.sign, name="sign_arrangement"),
    path("withdraw/", arrangements.withdraw, name="withdraw_arrangement"),
]

fund_urls = [
    path("", fund.funds, name="fund"),
    path("payments/", payments.payments, name="payments"),
    path("payments/export/", payments.start_payments_export, name="export_payments"),
    path("arrange/import/", budget.import_budget, name="import_budget"),
    path("arrange/import/template/", budget.blank_budget, name="budget_template"),
    path("arrange/import/confirm/", budget.put_budget_forward, name="put_budget_forward"),
    path("arrange/", arrangements.propose, name="propose_arrangement"),
    path("export/", fund.export_years, name="export_years"),
    path("<str:code>/<int:year>/", fund.fund, name="fund_year"),
    path("<str:code>/<int:year>/units/", fund_tables.units, name="fund_units"),
    path("<str:code>/<int:year>/projects/", fund_tables.accounts, name="fund_projects"),
    path("<str:code>/<int:year>/warnings/", fund_tables.attention, name="fund_warnings"),
    path("<str:code>/<int:year>/export/<str:table>/", fund_tables.export, name="export_fund"),
    path("<str:code>/<int:year>/entries/", fund_tables.entries, name="fund_entries"),
    path("<str:code>/<int:year>/entries/export/", fund_tables.start_entries_export, name="export_entries"),
    path("<str:code>/<int:year>/maintenance/", maintenance.maintenance, name="maintenance_fund"),
    path("<str:code>/<int:year>/allocations/<int:pk>/", allocations.allocation, name="allocation"),
    path("<str:code>/<int:year>/allocations/<int:pk>/release/", allocations.give_back, name="release"),
    path("<str:code>/<int:year>/allocations/<int:pk>/move/", allocations.move, name="reallocate"),
    path("<str:code>/<int:year>/close/", closing.close, name="close_fund"),
    path("<str:code>/<int:year>/report/", fund_papers.start_report, name="fund_report"),
    path("<str:code>/<int:year>/report/issue/", fund_papers.issue_report, name="issue_fund_report"),
    path("<str:code>/<int:year>/proof/", fund_papers.start_proof, name="prove_fund"),
    path("<str:code>/<int:year>/entries/<int:pk>/", ledger.entry, name="ledger_entry"),
    path("<str:code>/<int:year>/arrangements/<int:pk>/", arrangements.arrangement, name="arrangement"),
    path("<str:code>/<int:year>/arrangements/<int:pk>/sign/", arrangements.sign, name="sign_arrangement"),
    path(
        "<str:code>/<int:year>/arrangements/<int:pk>/withdraw/",
        arrangements.withdraw,
        name="withdraw_arrangement",
    ),
]

paper_urls = [
    path("<int:pk>/", papers.paper, name="paper"),
    path("<int:pk>/correct/", papers.correct, name="correct_paper"),
    path("<int:pk>/<str:filename>", papers.paper_file, name="paper_file"),
]

urlpatterns = [
    path("papers/", include(paper_urls)),
    path("plans/", include(plan_urls)),
    path("fund/", include(fund_urls)),
    path("projects/", include(project_urls)),
]
