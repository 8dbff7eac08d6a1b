from django.urls import path

from egov.accounts.views import leaving, organizations, people, session

app_name = "accounts"

urlpatterns = [
    path("login/", session.Login.as_view(), name="login"),
    path("logout/", session.Logout.as_view(), name="logout"),
    path("password/", session.ChangePassword.as_view(), name="change_password"),
    path("acting/", session.choose_membership, name="choose_membership"),
    path("people/", people.people, name="people"),
    path("people/new/", people.create_person, name="create_person"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/membership/", people.set_membership, name="set_membership"),
    path("people/<int:person_id>/password/", people.reset_password, name="reset_password"),
    path("people/<int:person_id>/hand-over/", leaving.hand_over, name="hand_over"),
    path("people/<int:person_id>/unlock/", people.unlock, name="unlock"),
    path("organizations/", organizations.organizations, name="organizations"),
    path("organizations/new/", organizations.create_organization, name="create_organization"),
    path("organizations/<int:organization_id>/", organizations.organization, name="organization"),
    path("jurisdictions/new/", organizations.create_jurisdiction, name="create_jurisdiction"),
]
