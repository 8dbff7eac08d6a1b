"""Addresses below a project's number, in the order of the process."""

from django.urls import path

from procurement.views import bids, contracts, designs, notices, schemes, tenders

app_name = "procurement"

urlpatterns = [
    path("<str:number>/solicitation/", notices.solicitation, name="solicitation"),
    path("<str:number>/solicitation/edit/", notices.edit_solicitation, name="edit_solicitation"),
    path("<str:number>/solicitation/publish/", notices.publish_solicitation, name="publish_solicitation"),
    path("<str:number>/solicitation/clarify/", notices.clarify_solicitation, name="clarify_solicitation"),
    path(
        "<str:number>/solicitation/files/<int:version>/remove/",
        notices.remove_file,
        {"kind": "solicitation"},
        name="remove_solicitation_file",
    ),
    path("<str:number>/schemes/", schemes.schemes, name="schemes"),
    path("<str:number>/schemes/record/", schemes.record_scheme, name="record_scheme"),
    path("<str:number>/schemes/<int:pk>/withdraw/", schemes.withdraw_scheme, name="withdraw_scheme"),
    path("<str:number>/schemes/<int:pk>/choose/", schemes.choose_scheme, name="choose_scheme"),
    path("<str:number>/design/", designs.design, name="design"),
    path("<str:number>/design/file/", designs.file_design, name="file_design"),
    path("<str:number>/design/overrun/", designs.approve_overrun, name="approve_overrun"),
    path("<str:number>/tender/", tenders.tender, name="tender"),
    path("<str:number>/tender/edit/", tenders.edit_tender, name="edit_tender"),
    path("<str:number>/tender/publish/", tenders.publish_tender, name="publish_tender"),
    path("<str:number>/tender/clarify/", tenders.clarify_tender, name="clarify_tender"),
    path(
        "<str:number>/tender/files/<int:version>/remove/",
        notices.remove_file,
        {"kind": "tender"},
        name="remove_tender_file",
    ),
    path("<str:number>/tender/bids/record/", bids.record_bid, name="record_bid"),
    path("<str:number>/tender/bids/<int:pk>/withdraw/", bids.withdraw_bid, name="withdraw_bid"),
    path("<str:number>/tender/bids/<int:pk>/judge/", bids.judge_bid, name="judge_bid"),
    path("<str:number>/tender/opening/", bids.record_opening, name="record_opening"),
    path("<str:number>/tender/result/", bids.record_result, name="record_result"),
    path("<str:number>/tender/award/", bids.publish_award, name="publish_award"),
    path("<str:number>/tender/void/", tenders.void_tender, name="void_tender"),
    path("<str:number>/fail_tender/", tenders.fail_tender, name="fail_tender"),
    path("<str:number>/contract/", contracts.contract, name="contract"),
    path("<str:number>/contract/record/", contracts.record_contract, name="record_contract"),
    path("<str:number>/contract/sign/", contracts.sign_contract, name="sign_contract"),
    path("<str:number>/supervision/", contracts.supervision, name="supervision"),
    path("<str:number>/supervision/assign/", contracts.assign_supervisor, name="assign_supervisor"),
]
