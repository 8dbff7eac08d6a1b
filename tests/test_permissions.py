"""Who may open what: every address × every role. An address that is missing here fails.

Each row is an address and, per role, how it answers a plain look: ``o`` shown, ``>`` led elsewhere, ``x`` not
allowed (403), ``-`` not there (404), ``p`` answers to posts alone (405). The project is under construction; rows and files that
addresses name by number do not exist, so such addresses are ``-`` for whoever gets that far.
"""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from egov.accounts.models import AdminRole
from projects.flow import Stage
from reviews.models import Expert
from tests.factories import City, make_expert, make_plan, make_project, make_proposal, make_user

pytestmark = pytest.mark.django_db

ROLES = (
    "anonymous", "owner_unit", "user_unit", "construction_entity", "other_department", "informatization_office",
    "finance_bureau", "municipal_government", "leading_group_office", "supervision_bureau", "audit_bureau",
    "supervisor", "expert", "system_admin", "security_admin", "audit_admin",
)  # fmt: skip
SIGNS = {200: "o", 302: ">", 403: "x", 404: "-", 405: "p"}

TABLE = """
acceptance:acceptance                    >ooo-ooooooo----
acceptance:arrange_maintenance           >xox-xxxxxxx----
acceptance:change_milestone              >xx--xxxxxxx----
acceptance:close_issue                   >x-x--xxxxx-----
acceptance:commit_maintenance            >x-x-xxxxxxx----
acceptance:conclude_trial_run            >xox-xxxxxxx----
acceptance:construction                  >ooo-ooooooo----
acceptance:decide_change                 >---------------
acceptance:drop_milestone                >xx--xxxxxxx----
acceptance:explain_retirement            >xox-oxxxxxx----
acceptance:file_change                   >xxo-xxxxxxx----
acceptance:indicators                    >xxx-oxxxxxx----
acceptance:log_trial_run                 >xoo-xxxxxxo----
acceptance:meet_milestone                >xx--xxxxxxx----
acceptance:operation                     >ooo-ooooooo----
acceptance:plan_milestone                >xxo-xxxxxxx----
acceptance:preliminary_acceptance        >xxx-xxxxxxo----
acceptance:progress_reports              >ooo-ooooooo----
acceptance:quality_issue                 >---------------
acceptance:quality_issues                >ooo-ooooooo----
acceptance:raise_issue                   >xox-oxxxxxo----
acceptance:rectify_issue                 >xx--xxxxxxx----
acceptance:reject_rectification          >x-x--xxxxx-----
acceptance:report_progress               >xxo-xxxxxxx----
acceptance:report_supervision            >xxx-xxxxxxo----
acceptance:return_to_construction        >xxx->xxxxx>----
acceptance:score                         >x-x---xx--x----
acceptance:settle_issue                  >xxx--xxxxxx----
acceptance:start_trial_run               >xxo-xxxxxxx----
acceptance:sub_acceptance                >xxx-oxxxxxx----
acceptance:supervision_reports           >ooo-ooooooo----
acceptance:withdraw_scores               >x-x---xx--x----
accounts:change_password                 >ooooooooooooooo
accounts:choose_membership               >>>>>>>>>>>>>>>>
accounts:create_jurisdiction             >xxxxxxxxxxxxoxx
accounts:create_organization             >xxxxxxxxxxxxoxx
accounts:create_person                   >xxxxxxxxxxxxoxx
accounts:hand_over                       >xxxxxxxxxxxx-xx
accounts:login                           o>>>>>>>>>>>>>>>
accounts:logout                          pppppppppppppppp
accounts:organization                    >xxxxxxxxxxxx-xx
accounts:organizations                   >xxxxxxxxxxxxoxx
accounts:people                          >xxxxxxxxxxxxoxx
accounts:person                          >xxxxxxxxxxxx-xx
accounts:reset_password                  >ppppppppppppppp
accounts:set_membership                  >ppppppppppppppp
accounts:unlock                          >ppppppppppppppp
dashboard:home                           >oooooooooooo>>>
dashboard:checkpoints                    >xxxxxxxxooxxxxo
dashboard:desk                           >--------oo-----
dashboard:download_checkpoint            >ppppppppppppppp
dashboard:drop_search                    >ppppppppppppppp
dashboard:event                          >xxxxxxxx--xxxx-
dashboard:export                         >ppppppppppppppp
dashboard:flag                           >--------oo-----
dashboard:note                           >---------------
dashboard:notes                          >--------oo-----
dashboard:save_search                    >ppppppppppppppp
dashboard:signing                        >ooooooooooooooo
dashboard:start                          >>>>>>>>>>>>>>>>
dashboard:trail                          >xxxxxxxxooxxxxo
dossier:project                          >ppppppppppppppp
dossier:selection                        >ppppppppppppppp
dashboard:verification                   >xxxxxxxx--xxxx-
dashboard:verifications                  >xxxxxxxxooxxxxo
dashboard:write_note                     >---------------
jobs:cancel                              >ppppppppppppppp
jobs:download                            >---------------
jobs:download_piece                      >---------------
jobs:job                                 >---------------
jobs:list                                >ooooooooooooooo
jobs:retry                               >ppppppppppppppp
notices:choose_mail                      >ppppppppppppppp
notices:inbox                            >ooooooooooooooo
notices:open                             >ppppppppppppppp
notices:read_all                         >ppppppppppppppp
opendata:award                           ----------------
opendata:awards                          oooooooooooooooo
opendata:data                            oooooooooooooooo
opendata:home                            oooooooooooooooo
opendata:package                         ----------------
opendata:paper_file                      ----------------
opendata:plan                            ----------------
opendata:plans                           oooooooooooooooo
opendata:project_data                    ----------------
opendata:solicitation                    ----------------
opendata:solicitation_file               ----------------
opendata:solicitations                   oooooooooooooooo
opendata:tender                          ----------------
opendata:tender_file                     ----------------
opendata:tenders                         oooooooooooooooo
opendata:verify                          oooooooooooooooo
policy:announced                         >ppppppppppppppp
policy:parameter                         >xxxxxxxxxxxxxox
policy:parameters                        >xxxxxxxxxxxxxox
procurement:approve_overrun              >xxx-xxoxxxx----
procurement:assign_supervisor            >xxx-oxxxxxx----
procurement:choose_scheme                >---------------
procurement:clarify_solicitation         >xxo-xxxxxxx----
procurement:clarify_tender               >xxo-xxxxxxx----
procurement:contract                     >ooo-ooooooo----
procurement:design                       >ooo-ooooooo----
procurement:edit_solicitation            >xxo-xxxxxxx----
procurement:edit_tender                  >xxo-xxxxxxx----
procurement:fail_tender                  >xxo-xxxxxxx----
procurement:file_design                  >xxo-xxxxxxx----
procurement:judge_bid                    >---------------
procurement:publish_award                >---------------
procurement:publish_solicitation         >xxo-xxxxxxx----
procurement:publish_tender               >xxo-xxxxxxx----
procurement:record_bid                   >---------------
procurement:record_contract              >xxo-xxxxxxx----
procurement:record_opening               >---------------
procurement:record_result                >---------------
procurement:record_scheme                >xxo-xxxxxxx----
procurement:remove_solicitation_file     >ppppppppppppppp
procurement:remove_tender_file           >ppppppppppppppp
procurement:schemes                      >ooo-ooooooo----
procurement:sign_contract                >xxo-xxxxxxx----
procurement:solicitation                 >ooo-ooooooo----
procurement:supervision                  >ooo-ooooooo----
procurement:tender                       >ooo-ooooooo----
procurement:void_tender                  >xxo-xxxxxxx----
procurement:withdraw_bid                 >---------------
procurement:withdraw_scheme              >---------------
projects:allocation                      >---------------
projects:application                     >ooo-ooooooo----
projects:apply_for_payment               >---------------
projects:approval                        >ooo-ooooooo----
projects:arrangement                     >---------------
projects:budget_template                 >----ooxxxx-----
projects:change_plan                     >xxxxoxxxxx-----
projects:close_fund                      >---------------
projects:confirm_import                  >---------------
projects:correct_paper                   >---------------
projects:decide                          >xxx-xxoxxxx----
projects:decide_proposals                >ppppppppppppppp
projects:decide_termination              >xxx-xxoxxxx----
projects:discard_application             >>xx-xxxxxxx----
projects:discard_proposal                >>xx-xxxxxxx----
projects:documents                       >ooo-ooooooo----
projects:download                        >---------------
projects:duplicates                      >ooo-ooooooo----
projects:export                          >ppppppppppppppp
projects:export_entries                  >ppppppppppppppp
projects:export_fund                     >---------------
projects:export_money                    >ooo-ooooooo----
projects:export_payments                 >ppppppppppppppp
projects:export_plan                     >oooooooooo-----
projects:export_years                    >----oooooo-----
projects:fund                            >----oooooo-----
projects:fund_entries                    >---------------
projects:fund_projects                   >---------------
projects:fund_report                     >ppppppppppppppp
projects:fund_units                      >---------------
projects:fund_warnings                   >---------------
projects:fund_year                       >---------------
projects:history                         >ooo-ooooooo----
projects:import_budget                   >----ooxxxx-----
projects:import_proposals                >oooooooooo-----
projects:import_template                 >oooooooooo-----
projects:initiation                      >>>>>>>>>>>>>>>>
projects:issue_fund_report               >ppppppppppppppp
projects:issue_initiation                >xxx-xxxoxxx----
projects:ledger_entry                    >---------------
projects:list                            >ooooooooooooooo
projects:maintenance_fund                >---------------
projects:money                           >ooo-ooooooo----
projects:order_proposals                 >ppppppppppppppp
projects:overview                        >ooo-ooooooo----
projects:paper                           >---------------
projects:paper_file                      >---------------
projects:payment                         >---------------
projects:payments                        >----oooooo-----
projects:plan                            >oooooooooo-----
projects:plan_of_project                 >>>>->>>>>>>----
projects:plans                           >ooooooooooxxxxx
projects:proposal                        >ooo-ooooooo----
projects:propose_arrangement             >----ooxxxx-----
projects:prove_fund                      >ppppppppppppppp
projects:publish_plan                    >xxxxxxxxxx-----
projects:put_budget_forward              >ppppppppppppppp
projects:rank_proposals                  >ppppppppppppppp
projects:reallocate                      >ppppppppppppppp
projects:release                         >ppppppppppppppp
projects:remove_document                 >---------------
projects:repropose                       >>>>->>>>>>>----
projects:request_approval                >xxx-oxxxxxx----
projects:return_application              >xxx-oxxxxxx----
projects:set_plan_open                   >ppppppppppppppp
projects:sign_arrangement                >ppppppppppppppp
projects:sign_plan                       >xxxxxxxxxx-----
projects:start_plan                      >xxxxoxxxxxxxxxx
projects:start_proposal                  >oooooooooo-----
projects:step                            >ooo-ooooooo----
projects:submission                      >---------------
projects:submit_application              >oxx-xxxxxxx----
projects:submit_proposal                 >>>>->>>>>>>----
projects:toggle_follow                   >ppppppppppppppp
projects:withdraw_arrangement            >ppppppppppppppp
reviews:abandon_draw                     >xxx--xxxxxx----
reviews:add_credit                       >----o---xx-x---
reviews:add_tie                          >----o---xx-o---
reviews:close_candidates                 >ppppppppppppppp
reviews:conclude                         >---------------
reviews:draw                             >---------------
reviews:draw_export                      >---------------
reviews:draw_record                      >---------------
reviews:confirm                          >---------------
reviews:correct                          >---------------
reviews:drop_tie                         >ppppppppppppppp
reviews:edit_expert                      >----o---xx-o---
reviews:expert                           >----o---oo-o---
reviews:expert_contact                   >----o---xx-o---
reviews:expert_identity                  >----o---xx-o---
reviews:experts                          >xxxxoxxxooxxxxx
reviews:experts_template                 >xxxxoxxxxxxxxxx
reviews:export_fees                      >ppppppppppppppp
reviews:fees                             >---------------
reviews:file_conclusion                  >ppppppppppppppp
reviews:file_revision                    >---------------
reviews:form_panel                       >xxx->xxxxxx----
reviews:import_experts                   >xxxxoxxxxxxxxxx
reviews:invitation                       >---------------
reviews:lift_suspension                  >----o---xx-x---
reviews:make_draw                        >ppppppppppppppp
reviews:mine                             >ooooooooooooooo
reviews:move_meeting                     >xxx--xxxxxx----
reviews:name_leader                      >xxx--xxxxxx----
reviews:name_member                      >xxx--xxxxxx----
reviews:new_expert                       >xxxxoxxxxxxxxxx
reviews:open_draw                        >xxx--xxxxxx----
reviews:opinions                         >---------------
reviews:own_profile                      >xxxxxxxxxxx>xxx
reviews:pay_fees                         >ppppppppppppppp
reviews:project                          >ooo-ooooooo----
reviews:ratings                          >---------------
reviews:replace_member                   >xxx--xxxxxx----
reviews:seat                             >---------------
reviews:sheet                            >---------------
reviews:sign                             >---------------
reviews:silence                          >xxx--xxxxxx----
reviews:suspend_expert                   >----o---xx-x---
reviews:take_charge                      >xxx--xxxxxx----
reviews:unmask                           >---->---xx->---
reviews:verify_expert                    >----o---xx-x---
set_language                             >>>>>>>>>>>>>>>>
ui:gallery                               oooooooooooooooo
"""

EXPECTED: dict[str, str] = dict(line.split() for line in TABLE.strip().splitlines())


def addresses() -> dict[str, list[str]]:
    """Return every named address with the names of what it needs."""
    found: dict[str, list[str]] = {}

    def walk(patterns: list[URLPattern | URLResolver], space: str, needs: list[str]) -> None:
        for entry in patterns:
            wanted = [*needs, *entry.pattern.converters]
            if isinstance(entry, URLResolver):
                walk(entry.url_patterns, f"{entry.namespace}:" if entry.namespace else space, wanted)
            elif entry.name:
                found[space + entry.name] = wanted

    walk(get_resolver().url_patterns, "", [])
    return found


@pytest.fixture
def city() -> City:
    return City()


def values_for(city: City, number: str) -> dict[str, object]:
    """Return something for each thing that an address may need."""
    return {
        "number": number, "step": "retire", "kind": "technical", "role": "user_unit", "code": city.jurisdiction.code,
        "year": 2027, "jurisdiction": city.jurisdiction.code, "filename": "x.pdf",
        "expert": Expert.objects.get().number, "what": "id_number", "flag": "late",
        "job_id": "00000000-0000-4000-8000-000000000000",
    }  # fmt: skip


def test_every_address_is_in_the_table() -> None:
    assert sorted(addresses()) == sorted(EXPECTED)


@pytest.mark.parametrize(("column", "role"), list(enumerate(ROLES)), ids=ROLES)
def test_who_may_open_what(client: Client, city: City, column: int, role: str) -> None:
    project = make_project(
        city,
        stage=Stage.UNDER_CONSTRUCTION,
        construction_entity=city.construction_entity,
        supervisor=city.supervisor,
    )
    make_proposal(project, make_plan(city))
    for name in ROLES[1:13]:
        city.actor(name)
    make_expert(city, user=city.actor("expert").user)
    known = values_for(city, project.number)
    if role in AdminRole.values:
        client.force_login(make_user(admin_role=role))
    elif role != "anonymous":
        client.force_login(city.actor(role).user)
    answers = {}
    for name, needs in addresses().items():
        if name == "accounts:logout":
            continue
        code = known["code"] if name != "policy:parameter" else "trial_run_min_days"
        values = {need: known.get(need, 0) for need in needs} | ({"code": code} if "code" in needs else {})
        response = client.get(reverse(name, kwargs=values))
        # Reading to the end closes the file; close() would close the database's connection too.
        list(response)
        answers[name] = SIGNS.get(response.status_code, str(response.status_code))
    wanted = {name: signs[column] for name, signs in EXPECTED.items() if name != "accounts:logout"}
    assert {n: a for n, a in answers.items() if wanted.get(n) != a} == {}
