"""What Flatchr documents, as data: hosts compared parsed, endpoints' fields, slug and company key."""

import pickle

import pytest

from flatchr_clean.errors import CleaningError
from flatchr_clean.flatchr import (
    FIELDS,
    UNDOCUMENTED,
    InvalidCompanyKey,
    InvalidSlug,
    Origin,
    UnknownEndpoint,
    career_slug,
    check_company_key,
    check_slug,
    fields_for,
    fields_for_endpoint,
    maybe_origin,
)

KEY = "G6KzqPnNLyp31m0l"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.c2VudGluZWxsZQ"


def test_an_origin_names_the_port_of_its_scheme():
    """An origin is comparable: lower case, and with its port even when the URL names none."""
    assert maybe_origin("HTTP://LocalHost/x") == Origin("http", "localhost", 80)
    assert maybe_origin("https://[::1]:8443/x") == Origin("https", "::1", 8443)
    assert maybe_origin("https://api.flatchr.io/x") == Origin("https", "api.flatchr.io", 443)


# The table of the API's documentation, row by row: method and URL, then the treatment of each path.
ROWS = [
    (
        "POST",
        f"https://api.flatchr.io/company/{KEY}/vacancy",
        {
            "text": "title meta_title meta_description meta_tags reference",
            "html": "description mission profile note",
            "exact": "skills skills/0/name salary salary_max",
            "opaque": "currency language status mensuality remote "
            "apply_url video_url channel_id start_date token",
            "auto": "inconnu data",
        },
    ),
    (
        "POST",
        "https://careers.flatchr.io/vacancy/candidate/json",
        {
            "text": "comment response_text firstname lastname",
            "exact": "answers/0/question answers/12/value email phone",
            "opaque": "vacancy token api_key type resume resume/data "
            "resume/fileName offerer_id urls urls/linkedin user_id",
            "auto": "answers/0/label commentaire",
        },
    ),
    (
        "POST",
        "https://careers.flatchr.io/vacancy/vyja3k5rrnlnqwe-technicien-h-f",
        {
            "text": "data/comment comment",
            "exact": "data/answers/0/value answers",
            "opaque": "file motivationFile data/token",
            "auto": "data data/firstname",
        },
    ),
    (
        "POST",
        f"https://api.flatchr.io/company/{KEY}/search/applicants",
        {
            "text": "firstname lastname",
            "exact": "column email phone",
            "opaque": "hired start end start_update end_update company vacancy",
        },
    ),
    (
        "POST",
        f"https://api.flatchr.io/company/{KEY}/search/candidate",
        {
            "text": "value/title value/schools/0/name value/companies/1/description",
            "exact": "app_name value/emails/0 value/phones/0 value/schools/0/email",
            "opaque": "reference type value/schools/0/dates/start value/token",
        },
    ),
    (
        "PUT",
        f"https://api.flatchr.io/company/{KEY}/vacancy/Vq5r6pYxam9AmMvP/applicant/V41QG9eja5pK6Xev",
        {
            "text": "firstname lastname",
            "exact": "score email",
            "opaque": "column_id vacancy_id status",
        },
    ),
    (
        "PUT",
        f"https://api.flatchr.io/company/{KEY}/vacancy/Vq5r6pYxam9AmMvP",
        {
            "text": "title reference",
            "html": "description mission",
            "exact": "skills salary",
            "opaque": "status remote start_date",
        },
    ),
    (
        "POST",
        f"https://api.flatchr.io/company/{KEY}/applicant/ADYjo9mGxZdkN0ry/comment",
        {
            "html": "text",
            "opaque": "file private reply_to type mentions",
        },
    ),
    (
        "POST",
        f"https://api.flatchr.io/company/{KEY}/vacancy/x/applicant/ADYjo9mGxZdkN0ry/message",
        {
            "text": "subject",
            "html": "html",
            "opaque": "sms mail",
        },
    ),
    (
        "POST",
        f"https://api.flatchr.io/company/{KEY}/applicant/ADYjo9mGxZdkN0ry/trait",
        {
            "exact": "value",
            "opaque": "tag",
        },
    ),
    (
        "POST",
        f"https://api.flatchr.io/company/{KEY}/task",
        {
            "text": "description",
            "opaque": "date email value value/0 users/0 memberId",
        },
    ),
    (
        "POST",
        f"https://api.flatchr.io/company/{KEY}/task/user/JBMQj09ZW7pxoRLO",
        {
            "text": "description",
        },
    ),
    (
        "POST",
        "https://api.flatchr.io/user/login",
        {
            "exact": "email",
            "opaque": "password",
        },
    ),
    (
        "PATCH",
        "https://api.flatchr.io/rien/de/connu",
        {
            "auto": "title deep/down/0/here data",
            "opaque": "password a/0/password token b/token api_key c/d/api_key/e",
        },
    ),
]


@pytest.mark.parametrize(("method", "url", "expected"), ROWS, ids=[f"{row[0]} {row[1][23:]}" for row in ROWS])
def test_fields_of_each_endpoint(method, url, expected):
    """Each row of the documented table gives its fields the treatment of their column."""
    policy = fields_for(method, url)
    for treatment, paths in expected.items():
        for path in paths.split():
            keys = tuple(int(key) if key.isdigit() else key for key in path.split("/"))
            assert policy.treatment(keys) == treatment, path


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("post", f"https://api.flatchr.io/company/{KEY}/vacancy"),
        ("POST", f"https://api.flatchr.io//company//{KEY}/vacancy/"),
        ("POST", f"https://api.flatchr.io/company/{KEY}/vacancy?token=abc/def#x/y"),
        ("POST", f"https://api.demo.flatchr.io/company/{KEY}/vacancy"),
        ("POST", f"https://localhost:8443/company/{KEY}/vacancy"),
        ("POST", f"//company/{KEY}/vacancy"),
        ("POST", f"/company/{KEY}/vacancy"),
    ],
)
def test_an_endpoint_is_found_however_its_url_is_written(method, url):
    """Doubled slashes, a query, a stand-in's host or a bare path lead to the same fields."""
    assert fields_for(method, url) is FIELDS["POST /company/{c}/vacancy"]


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("PUT", f"https://api.flatchr.io/company/{KEY}/vacancy"),
        ("POST", f"https://careers.flatchr.io/company/{KEY}/vacancy"),
        ("POST", "https://api.flatchr.io/vacancy/candidate/json"),
        ("POST", f"https://api.flatchr.io/company/{KEY}/vacancy/x"),
        ("POST", "https://api.flatchr.io/comment"),
        ("POST", "https://api.flatchr.io"),
        ("", ""),
        ("POST", "https://[::1/company"),
        ("POST", "\x00\\"),
    ],
)
def test_any_other_request_has_the_undocumented_fields(method, url):
    """Another method, host or path, and a URL that makes no sense, get the fields of no endpoint."""
    assert fields_for(method, url) is UNDOCUMENTED


def test_data_is_a_file_only_beside_its_content_type():
    """A `data` is not looked at where a `contentType` stands beside it, and is an ordinary name elsewhere."""
    assert UNDOCUMENTED.treatment(("cv", "data"), beside=("data", "contentType")) == "opaque"
    assert UNDOCUMENTED.treatment(("cv", "data"), beside=("data", "fileName")) == "auto"


@pytest.mark.parametrize("endpoint", list(FIELDS))
def test_every_endpoint_is_found_by_its_own_text(endpoint):
    """The keys of the table are what the command line takes."""
    assert fields_for_endpoint(endpoint) is FIELDS[endpoint]


@pytest.mark.parametrize(
    ("endpoint", "row"),
    [
        ("post /company/{company}/vacancy", "POST /company/{c}/vacancy"),
        (f"  POST   //company/{KEY}/vacancy/ ", "POST /company/{c}/vacancy"),
        ("POST api /company/{c}/vacancy", "POST /company/{c}/vacancy"),
        ("POST https://api.flatchr.io/company/x/vacancy?token=y", "POST /company/{c}/vacancy"),
        (
            "POST https://careers.flatchr.io/vacancy/candidate/custom",
            "POST careers /vacancy/candidate/custom",
        ),
        ("POST /vacancy/candidate/test", "POST careers /vacancy/candidate/test"),
        ("POST /company/{c}/applicant/{a}/comment", "POST .../applicant/{a}/comment"),
        ("POST /company/{c}/vacancy/{v}/applicant/{a}/trait", "POST .../applicant/{a}/trait"),
    ],
)
def test_an_endpoint_is_found_by_other_texts_too(endpoint, row):
    """Other names in the braces, ids, a host or a whole URL name the same endpoint."""
    assert fields_for_endpoint(endpoint) is FIELDS[row]


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "POST",
        "/user/login",
        "GET /user/login",
        "POST app /user/login",
        "POST /user login",
        f"POST /?token={TOKEN}",
    ],
)
def test_an_unknown_endpoint_is_told_which_ones_are_known(endpoint):
    """The error lists what could have been meant, and does not repeat what was given."""
    with pytest.raises(UnknownEndpoint) as caught:
        fields_for_endpoint(endpoint)
    assert isinstance(caught.value, (CleaningError, ValueError))
    assert "POST /company/{c}/vacancy; " in str(caught.value)
    assert str(caught.value).endswith("POST /user/login")
    assert TOKEN not in str(caught.value)


def test_the_table_can_be_pickled():
    """Policies travel to worker processes and decide the same there."""
    policy = pickle.loads(pickle.dumps(fields_for_endpoint("POST /user/login")))
    assert policy == FIELDS["POST /user/login"]
    assert policy.treatment(("password",)) == "opaque"


@pytest.mark.parametrize(
    "url",
    [
        "https://avivacuisines.flatchr.io",
        "https://avivacuisines.flatchr.io/fr/offre?x=1#y",
        "http://avivacuisines.flatchr.io/",
        "https://AVIVACUISINES.flatchr.io",
        "avivacuisines.flatchr.io/offres",
    ],
)
def test_a_career_sites_address_holds_the_slug(url):
    """The slug is the first label of the career site's host, whatever follows it."""
    assert career_slug(url) == "avivacuisines"


@pytest.mark.parametrize(
    "url",
    [
        "https://api.flatchr.io",
        "https://careers.flatchr.io/company/aviva",
        "https://www.flatchr.io",
        "https://status.flatchr.io",
        "https://xn--pi-7kc.flatchr.io",
        "https://flatchr.io",
        "https://a.b.flatchr.io",
        "https://.flatchr.io",
        "https://-a.flatchr.io",
        "https://aviva.flatchr.io.evil.example",
        "https://aviva.flatchr.io@evil.example",
        "ftp://aviva.flatchr.io",
        "https://[::1",
        "avivacuisines",
        TOKEN,
        "",
    ],
)
def test_any_other_address_holds_no_slug(url):
    """What is no career site is refused with the shape of one, and is not repeated."""
    with pytest.raises(InvalidSlug, match=r"https://SLUG\.flatchr\.io") as caught:
        career_slug(url)
    assert isinstance(caught.value, CleaningError)
    assert isinstance(caught.value, ValueError)
    assert not url or url not in str(caught.value)


@pytest.mark.parametrize("slug", ["avivacuisines", "a", "groupe-2", "4", "a" * 63])
def test_slugs(slug):
    """A slug is given back, so that it can be checked where it is used."""
    assert check_slug(slug) is slug


@pytest.mark.parametrize(
    ("slug", "given"),
    [
        ("", "given: 0 characters"),
        ("a" * 64, "given: 64 characters"),
        ("Aviva", "given: 5 characters, and the one at index 0 does not belong"),
        ("aviva cuisines", "given: 14 characters, and the one at index 5 does not belong"),
        ("aviva/..", "given: 8 characters, and the one at index 5 does not belong"),
        ("aviva\n", "given: 6 characters, and the one at index 5 does not belong"),
        ("-aviva", "given: 6 characters"),
        ("xn--pi-7kc", "given: 10 characters"),
        ("blog", "given: the name of one of the service's own hosts"),
        ("api", "given: the name of one of the service's own hosts"),
        (TOKEN, f"given: {len(TOKEN)} characters, and the one at index 2 does not belong"),
        (None, "given: a value of type NoneType"),
        ([], "given: a value of type list"),
        (b"aviva", "given: a value of type bytes"),
    ],
)
def test_what_is_no_slug(slug, given):
    """A wrong slug is told by its length and where it goes wrong, never by itself."""
    with pytest.raises(InvalidSlug) as caught:
        check_slug(slug)
    assert f"({given}); career_slug() reads it" in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_a_company_key():
    """A company key has sixteen letters and digits, and is given back."""
    assert check_company_key(KEY) is KEY


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("", "given: 0 characters"),
        (KEY[1:], "given: 15 characters"),
        (KEY + "0", "given: 17 characters"),
        (KEY[:-1] + "\n", "given: 16 characters, and the one at index 15 does not belong"),
        (KEY[:-1] + "é", "given: 16 characters, and the one at index 15 does not belong"),
        (
            KEY[:-1] + "\N{FULLWIDTH DIGIT ONE}",
            "given: 16 characters, and the one at index 15 does not belong",
        ),
        (KEY + "\n", "given: 17 characters, and the one at index 16 does not belong"),
        (TOKEN, f"given: {len(TOKEN)} characters, and the one at index 20 does not belong"),
        (16, "given: a value of type int"),
    ],
)
def test_what_is_no_company_key(key, given):
    """A wrong key is told by its length and where it goes wrong, never by itself."""
    with pytest.raises(InvalidCompanyKey) as caught:
        check_company_key(key)
    assert f"({given});" in str(caught.value)
    assert TOKEN not in str(caught.value)
