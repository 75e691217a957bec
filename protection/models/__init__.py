"""Tables of data protection, each of one side or shared by the two sides of a case."""

from protection.models.between import BetweenRequest

__all__ = ["BetweenRequest"]
