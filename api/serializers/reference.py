"""Reference data: countries, offices, agreements with their rules, crossing points, code lists."""

from typing import Any

from rest_framework import serializers

from api.serializers.base import RowSerializer
from countries.models import Agreement, AgreementMember, AgreementParty, Authority, Country, CrossingPoint, Rule
from countries.selectors.places import country_name


class CountrySerializer(RowSerializer[Country]):
    """A country by its ISO 3166-1 alpha-3 code; name: in the language asked for."""

    name = serializers.SerializerMethodField()

    class Meta:
        model = Country
        fields = ["code", "alpha2", "icao_code", "name", "footnote", "time_zone", "languages", "is_historical"]
        read_only_fields = fields

    def get_name(self, country: Country) -> str:
        """With the asterisk that points to the footnote."""
        return country_name(country)


class AuthoritySerializer(RowSerializer[Authority]):
    """An office; parent: the id of the office above it."""

    country = serializers.CharField(source="country_id", read_only=True)
    parent = serializers.UUIDField(source="parent_id", read_only=True, allow_null=True)
    host_country = serializers.CharField(source="host_country_id", read_only=True, allow_null=True)

    class Meta:
        model = Authority
        fields = [
            "id",
            "code",
            "country",
            "parent",
            "kind",
            "name",
            "name_native",
            "is_national_desk",
            "host_country",
            "languages",
            "valid_from",
            "valid_to",
        ]
        read_only_fields = fields


class CrossingPointSerializer(RowSerializer[CrossingPoint]):
    """A border crossing point or airport."""

    country = serializers.CharField(source="country_id", read_only=True)
    authority = serializers.UUIDField(source="authority_id", read_only=True, allow_null=True)

    class Meta:
        model = CrossingPoint
        fields = ["code", "country", "kind", "name", "iata_code", "un_locode", "authority"]
        read_only_fields = fields


class AgreementSerializer(RowSerializer[Agreement]):
    """An agreement or protocol; certainty: how sure its heading is (T text, S secondary source, M memory)."""

    parent = serializers.SlugField(source="parent_id", read_only=True, allow_null=True)

    class Meta:
        model = Agreement
        fields = [
            "code",
            "title",
            "short_title",
            "citation",
            "kind",
            "parent",
            "in_force_from",
            "in_force_to",
            "legal_note",
            "certainty",
        ]
        read_only_fields = fields


class PartySerializer(RowSerializer[AgreementParty]):
    """One side of an agreement, as the text names it."""

    class Meta:
        model = AgreementParty
        fields = ["side", "name"]
        read_only_fields = fields


class MemberSerializer(RowSerializer[AgreementMember]):
    """A country bound by one side."""

    country = serializers.CharField(source="country_id", read_only=True)

    class Meta:
        model = AgreementMember
        fields = ["side", "country", "from_date", "to_date", "third_country_nationals_from"]
        read_only_fields = fields


class RuleSerializer(RowSerializer[Rule]):
    """One value of an agreement with its source; requesting and receiving country: empty for every pair."""

    requesting_country = serializers.CharField(source="requesting_country_id", read_only=True, allow_null=True)
    receiving_country = serializers.CharField(source="receiving_country_id", read_only=True, allow_null=True)

    class Meta:
        model = Rule
        fields = [
            "kind",
            "track",
            "requesting_country",
            "receiving_country",
            "valid_from",
            "valid_to",
            "value",
            "unit",
            "direction",
            "start_event",
            "acting_side",
            "working_days_of",
            "counting_convention",
            "effect_of_silence",
            "normal_value",
            "condition",
            "extension_basis",
            "suspension_causes",
            "fallback_document",
            "receipt_proof",
            "citation",
            "source",
            "certainty",
            "wording",
        ]
        read_only_fields = fields


class AgreementInWholeSerializer(AgreementSerializer):
    """An agreement with its parties, the countries it binds and its values."""

    parties = PartySerializer(many=True, read_only=True)
    members = MemberSerializer(many=True, read_only=True)
    rules = RuleSerializer(many=True, read_only=True)

    class Meta(AgreementSerializer.Meta):
        fields = [*AgreementSerializer.Meta.fields, "parties", "members", "rules"]
        read_only_fields = fields


class CodeSerializer(serializers.Serializer[Any]):
    """One code with its words in the language asked for."""

    code = serializers.CharField(read_only=True)
    label = serializers.CharField(read_only=True)


class CodeListSerializer(serializers.Serializer[Any]):
    """One list of codes. audience: the side that reads and writes these codes: both, requesting or receiving."""

    name = serializers.SlugField(read_only=True)
    audience = serializers.ChoiceField(choices=["both", "requesting", "receiving"], read_only=True)
    codes = CodeSerializer(many=True, read_only=True)
