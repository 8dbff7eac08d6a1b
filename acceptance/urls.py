"""Addresses from construction to retirement, each under the project's number."""

from django.urls import path

from acceptance.views import acceptance, changes, construction, evaluation, operation, quality

app_name = "acceptance"

urlpatterns = [
    path("<str:number>/construction/", construction.overview, name="construction"),
    path("<str:number>/construction/milestones/new/", construction.plan, name="plan_milestone"),
    path("<str:number>/construction/milestones/<int:pk>/", construction.change, name="change_milestone"),
    path("<str:number>/construction/milestones/<int:pk>/drop/", construction.drop, name="drop_milestone"),
    path("<str:number>/construction/milestones/<int:pk>/meet/", construction.meet, name="meet_milestone"),
    path("<str:number>/construction/progress/", construction.progress, name="progress_reports"),
    path("<str:number>/construction/progress/new/", construction.report_progress, name="report_progress"),
    path("<str:number>/construction/supervision/", construction.supervision, name="supervision_reports"),
    path(
        "<str:number>/construction/supervision/new/",
        construction.report_supervision,
        name="report_supervision",
    ),
    path("<str:number>/construction/issues/", quality.issues, name="quality_issues"),
    path("<str:number>/construction/issues/new/", quality.raise_issue, name="raise_issue"),
    path("<str:number>/construction/issues/<int:pk>/", quality.issue, name="quality_issue"),
    path("<str:number>/construction/issues/<int:pk>/rectify/", quality.rectify, name="rectify_issue"),
    path("<str:number>/construction/issues/<int:pk>/close/", quality.close, name="close_issue"),
    path("<str:number>/construction/issues/<int:pk>/reject/", quality.reject, name="reject_rectification"),
    path("<str:number>/construction/changes/new/", changes.file, name="file_change"),
    path("<str:number>/construction/changes/<int:pk>/", changes.decide, name="decide_change"),
    path("<str:number>/start_trial_run/", acceptance.start_trial_run, name="start_trial_run"),
    path("<str:number>/acceptance/", acceptance.overview, name="acceptance"),
    path("<str:number>/acceptance/log/", acceptance.log_trial_run, name="log_trial_run"),
    path("<str:number>/acceptance/trial-run/", acceptance.conclude_trial_run, name="conclude_trial_run"),
    path("<str:number>/acceptance/preliminary/", acceptance.preliminary, name="preliminary_acceptance"),
    path("<str:number>/acceptance/return/", acceptance.return_to_construction, name="return_to_construction"),
    path("<str:number>/acceptance/parts/<str:kind>/", acceptance.sub_acceptance, name="sub_acceptance"),
    path("<str:number>/acceptance/outstanding/<int:pk>/", acceptance.settle, name="settle_issue"),
    path(
        "<str:number>/operation/maintenance/<int:pk>/commit/",
        operation.commit_maintenance,
        name="commit_maintenance",
    ),
    path("<str:number>/operation/", operation.overview, name="operation"),
    path("<str:number>/operation/maintenance/", operation.arrange, name="arrange_maintenance"),
    path("<str:number>/operation/retirement/", operation.retirement, name="explain_retirement"),
    path("<str:number>/operation/evaluation/", evaluation.indicators, name="indicators"),
    path("<str:number>/operation/evaluation/<str:role>/", evaluation.score, name="score"),
    path(
        "<str:number>/operation/evaluation/<str:role>/withdraw/", evaluation.withdraw, name="withdraw_scores"
    ),
]
