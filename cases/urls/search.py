"""Searching: the page, the answer to a search kept for a while, suggestions."""

from django.urls import URLPattern, path

from cases.views import search

urlpatterns: list[URLPattern] = [
    path("search", search.SearchView.as_view(), name="search"),
    path("search/suggestions", search.SearchSuggestionsView.as_view(), name="search-suggestions"),
    path("search/<uuid:query_id>", search.SearchResultsView.as_view(), name="search-results"),
]
