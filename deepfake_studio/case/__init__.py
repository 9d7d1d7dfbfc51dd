"""Cases: the folder, its database, its signed audit log, and the only code that writes them."""

from deepfake_studio.case.evidence import EvidenceCheck
from deepfake_studio.case.store import CaseStore

__all__ = ["CaseStore", "EvidenceCheck"]
