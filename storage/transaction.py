"""One transaction and the repositories that read and write in it."""

from collections import Counter
from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection

from storage.cases.attachments import Attachments
from storage.cases.audit import Audit
from storage.cases.case_words import CaseWords
from storage.cases.complaints import CaseCache, Complaints
from storage.cases.custody import Custodies
from storage.cases.department_groups import Groups
from storage.cases.desk_queue import DeskQueue
from storage.cases.escalation import Escalation
from storage.cases.identity_requests import IdentityRequests
from storage.cases.inquiries import Inquiries
from storage.cases.instructions import Instructions
from storage.cases.joined_cases import JoinedCases
from storage.cases.message_parts import MessageParts
from storage.cases.open_photos import OpenPhotos
from storage.cases.origins import Origins
from storage.cases.overview import Overview
from storage.cases.qr_points import QrPoints
from storage.cases.referrals import Referrals
from storage.cases.reporter_notes import ReporterNotes
from storage.cases.resolutions import Resolutions
from storage.cases.retention import Retention
from storage.cases.rows_out import RowsOut
from storage.cases.sealing import Sealing
from storage.cases.staff_cases import AllCases, StaffCases
from storage.cases.unanswered_questions import UnansweredQuestions
from storage.office.changes import OfficeChanges
from storage.people.console_access import ConsoleAccess
from storage.people.conversations import Conversations
from storage.people.daily_use import DailyUse
from storage.people.identities import Identities
from storage.people.link_codes import LinkCodes
from storage.people.officer_history import OfficerHistory
from storage.people.officers import Officers
from storage.people.residents import People
from storage.queues.inbox import Inbox
from storage.queues.job_runs import Jobs
from storage.queues.outbox import Outbox
from storage.queues.outbox_delivery import OutboxDelivery
from storage.queues.tasks import Tasks
from storage.queues.webhook_events import WebhookEvents
from storage.reporting.case_statistics import Statistics
from storage.reporting.evidence import EvidenceOfYears
from storage.reporting.improvements import Improvements
from storage.reporting.mail import Mail
from storage.reporting.month_page import MonthPages
from storage.reporting.monthly_figures import Figures
from storage.reporting.public_page import PublicPage
from storage.reporting.push_ledger import PushLedger
from storage.reporting.report_issues import ReportIssues
from storage.sealed.vault import Vault
from storage.sender import read_sender
from storage.surveys.counts import SurveyCounts
from storage.surveys.itas_counts import ItasCounts
from storage.surveys.old_ratings import OldRatings
from storage.surveys.paper import PaperSheets
from storage.surveys.people import SurveyPeople
from storage.surveys.responses import SurveyResponses
from storage.surveys.rounds import SurveyRounds
from storage.surveys.served import SurveyServed
from storage.surveys.tallies import SurveyTallies
from storage.surveys.unlinking import Unlinking
from storage.surveys.voiding import SurveyVoiding
from storage.surveys.words import SurveyWords


class Transaction:
    """One transaction and the repositories that read and write in it."""

    def __init__(self, connection: Connection, vault: Vault, *, is_writing: bool = True) -> None:
        """`is_writing`: False in a transaction that only reads."""
        self.connection = connection
        self.is_writing = is_writing
        self.vault = vault
        self.wakeups: Counter[str] = Counter()
        self._case_cache = CaseCache()
        self.acts: list[tuple[str, str]] = []
        """Case number and action, logged after the commit. Cases about staff are not recorded here."""

    def preload_sender(self, line_user_id: str, message_id: str, now: datetime) -> None:
        """Read in one statement what the repositories below will be asked about the sender of a message."""
        sender = read_sender(self.connection, self.vault, line_user_id, message_id, now)
        self.people.preset(line_user_id, sender.person)
        self.conversations.preset(line_user_id, sender.conversation)
        self.message_parts.preset(message_id, is_taken_back=sender.is_taken_back)
        if not sender.has_deferred:
            self.outbox.preset_none_deferred(line_user_id)
        if not sender.has_offer:
            self.survey_people.preset_no_offer(line_user_id)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self.connection, self.wakeups, self.vault)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.connection, self.wakeups, self.vault)

    @cached_property
    def delivery(self) -> OutboxDelivery:
        return OutboxDelivery(self.connection, self.vault)

    @cached_property
    def tasks(self) -> Tasks:
        return Tasks(self.connection, self.wakeups, self.vault)

    @cached_property
    def people(self) -> People:
        return People(self.connection)

    @cached_property
    def officers(self) -> Officers:
        return Officers(self.connection, self.officer_history)

    @cached_property
    def link_codes(self) -> LinkCodes:
        return LinkCodes(self.connection, self.officer_history)

    @cached_property
    def officer_history(self) -> OfficerHistory:
        return OfficerHistory(self.connection, self.vault)

    @cached_property
    def conversations(self) -> Conversations:
        return Conversations(self.connection, self.vault)

    @cached_property
    def complaints(self) -> Complaints:
        """The ordinary cases; queries never return cases about staff."""
        return Complaints(self.connection, self.vault, self._case_cache)

    @cached_property
    def staff_cases(self) -> StaffCases:
        return StaffCases(self.connection, self.vault, self._case_cache)

    @cached_property
    def all_cases(self) -> AllCases:
        return AllCases(self.connection, self.vault, self._case_cache)

    @cached_property
    def custody(self) -> Custodies:
        return Custodies(self.connection, self.vault)

    @cached_property
    def joined_cases(self) -> JoinedCases:
        return JoinedCases(self.connection)

    @cached_property
    def sealing(self) -> Sealing:
        return Sealing(self.connection, self.vault)

    @cached_property
    def resolutions(self) -> Resolutions:
        return Resolutions(self.connection, self.vault)

    @cached_property
    def open_photos(self) -> OpenPhotos:
        return OpenPhotos(self.connection)

    @cached_property
    def attachments(self) -> Attachments:
        return Attachments(self.connection, self.vault)

    @cached_property
    def identities(self) -> Identities:
        return Identities(self.connection, self.vault)

    @cached_property
    def identity_requests(self) -> IdentityRequests:
        return IdentityRequests(self.connection, self.vault)

    @cached_property
    def old_ratings(self) -> OldRatings:
        return OldRatings(self.connection)

    @cached_property
    def survey_rounds(self) -> SurveyRounds:
        return SurveyRounds(self.connection, self.vault)

    @cached_property
    def survey_responses(self) -> SurveyResponses:
        return SurveyResponses(self.connection)

    @cached_property
    def survey_words(self) -> SurveyWords:
        return SurveyWords(self.connection, self.vault)

    @cached_property
    def survey_people(self) -> SurveyPeople:
        return SurveyPeople(self.connection, self.vault)

    @cached_property
    def survey_counts(self) -> SurveyCounts:
        return SurveyCounts(self.connection)

    @cached_property
    def survey_tallies(self) -> SurveyTallies:
        return SurveyTallies(self.connection)

    @cached_property
    def survey_served(self) -> SurveyServed:
        return SurveyServed(self.connection)

    @cached_property
    def survey_voiding(self) -> SurveyVoiding:
        return SurveyVoiding(self.connection)

    @cached_property
    def itas_counts(self) -> ItasCounts:
        return ItasCounts(self.connection)

    @cached_property
    def paper_sheets(self) -> PaperSheets:
        return PaperSheets(self.connection)

    @cached_property
    def unlinking(self) -> Unlinking:
        return Unlinking(self.connection)

    @cached_property
    def inquiries(self) -> Inquiries:
        return Inquiries(self.connection)

    @cached_property
    def unanswered_questions(self) -> UnansweredQuestions:
        return UnansweredQuestions(self.connection, self.vault)

    @cached_property
    def daily_use(self) -> DailyUse:
        return DailyUse(self.connection, self.vault)

    @cached_property
    def retention(self) -> Retention:
        return Retention(self.connection)

    @cached_property
    def message_parts(self) -> MessageParts:
        return MessageParts(self.connection, self.vault)

    @cached_property
    def reporter_notes(self) -> ReporterNotes:
        return ReporterNotes(self.connection, self.vault)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self.connection, self.vault)

    @cached_property
    def jobs(self) -> Jobs:
        return Jobs(self.connection)

    @cached_property
    def escalation(self) -> Escalation:
        return Escalation(self.connection)

    @cached_property
    def public_page(self) -> PublicPage:
        return PublicPage(self.connection)

    @cached_property
    def push_ledger(self) -> PushLedger:
        return PushLedger(self.connection)

    @cached_property
    def groups(self) -> Groups:
        return Groups(self.connection)

    @cached_property
    def console(self) -> ConsoleAccess:
        return ConsoleAccess(self.connection, self.vault)

    @cached_property
    def desk_queue(self) -> DeskQueue:
        """Lists of the ordinary cases; queries never return cases about staff."""
        return DeskQueue(self.connection, self.vault)

    @cached_property
    def referrals(self) -> Referrals:
        return Referrals(self.connection)

    @cached_property
    def origins(self) -> Origins:
        return Origins(self.connection, self.vault)

    @cached_property
    def qr_points(self) -> QrPoints:
        return QrPoints(self.connection)

    @cached_property
    def webhook_events(self) -> WebhookEvents:
        return WebhookEvents(self.connection)

    @cached_property
    def instructions(self) -> Instructions:
        return Instructions(self.connection)

    @cached_property
    def overview(self) -> Overview:
        """Counts of ordinary cases, without staff complaints."""
        return Overview(self.connection)

    @cached_property
    def case_words(self) -> CaseWords:
        return CaseWords(self.connection)

    @cached_property
    def office_changes(self) -> OfficeChanges:
        return OfficeChanges(self.connection)

    @cached_property
    def figures(self) -> Figures:
        return Figures(self.connection)

    @cached_property
    def month_pages(self) -> MonthPages:
        return MonthPages(self.connection)

    @cached_property
    def statistics(self) -> Statistics:
        return Statistics(self.connection)

    @cached_property
    def improvements(self) -> Improvements:
        return Improvements(self.connection)

    @cached_property
    def evidence(self) -> EvidenceOfYears:
        return EvidenceOfYears(self.connection)

    @cached_property
    def mail(self) -> Mail:
        return Mail(self.connection)

    @cached_property
    def rows_out(self) -> RowsOut:
        """Rows for export: only ordinary cases, without reporters."""
        return RowsOut(self.connection)

    @cached_property
    def report_issues(self) -> ReportIssues:
        return ReportIssues(self.connection)
