//! The table of operations: everything a person can do, a line each.

mod kind;
#[macro_use]
mod line;

use countersign_domain::actor::Permission;

use crate::call::{Read, Start, Write};
use crate::{
    access, acknowledgement, actor, answer, approval, assignment, audit, catalog, checkpoint, conflict, control,
    correlation, device, directory, dossier, evidence, exception, exchange, finding, framework, grant, graph_file,
    guest, history, item, job, lock, mail, notice, organization, oscal, package, packet, person, plan, policy,
    principal, request, retention, review, role, sample, setting, signing, snapshot, store, suggestion, task, tick,
    timestamp, travel, workbook, workstation,
};
use line::parse;

operations! {
    desk "store.status"  Anybody store::status : store::Nothing => store::Status, sees ["store"];
    desk "store.init"    Anybody store::init : store::InitInput => store::StoreView, touches ["store"];
    desk "store.open"    Anybody store::open : store::OpenInput => store::StoreView, touches ["store"];
    desk "store.close"   Anybody store::close : store::Nothing => store::Nothing, touches ["store"];
    desk "store.check"   Audit store::check : store::Nothing => store::CheckView, sees ["store"];
    desk "store.backup"  Administer store::backup : store::PathInput => store::Nothing;
    desk "store.restore" Anybody store::restore : store::RestoreInput => store::StoreView, touches ["store"];
    desk "actor.choose"  Anybody actor::choose : actor::ChooseInput => countersign_domain::actor::Actor, touches ["store"];
    desk "job.list"      Anybody job::list : store::Nothing => Vec<job::JobView>, sees ["job"];
    desk "job.show"      Anybody job::show : job::JobInput => job::JobView, sees ["job"];
    desk "job.cancel"    Anybody job::cancel : job::JobInput => job::JobView, touches ["job"];
    desk "evidence.verify" Anybody evidence::verify : evidence::VerifyInput => evidence::VerifyView;
    desk "evidence.redact" Anybody evidence::redact : evidence::RedactInput => evidence::Redacted;
    desk "evidence.prove" Anybody evidence::prove : evidence::ProveItemInput => evidence::Proven;
    desk "evidence.open" Anybody evidence::open : evidence::OpenFileInput => evidence::OpenedFile;
    desk "evidence.rows" Anybody evidence::rows : evidence::FileRowsInput => evidence::FileRows;
    desk "evidence.schema" Anybody evidence::schema : store::Nothing => evidence::SchemaView;

    read "setting.show" Read setting::show : store::Nothing => setting::Setting, sees ["setting"];
    write "setting.change" Administer setting::change : setting::Setting => setting::Setting, touches ["setting", "review"];

    write "directory.add" Administer directory::add : directory::AddInput => directory::DirectoryView, touches ["directory"];
    read "directory.list" Read directory::list : store::Nothing => Vec<directory::DirectoryView>, sees ["directory", "snapshot"];
    read "directory.certificate" Audit directory::certificate : directory::CertificateInput => directory::CertificateView, sees ["snapshot"];
    read "directory.mapping" Administer directory::mapping::guess : directory::mapping::MappingInput => directory::mapping::MappingView;
    job "directory.probe" Administer directory::health::probe : directory::DirectoryInput => job::JobStarted;
    job "directory.sync" Administer directory::sync : directory::SyncInput => job::JobStarted;

    read "principal.list" Read principal::list : principal::PrincipalListInput => principal::PrincipalPage, sees ["principal"];
    read "principal.show" Read principal::show : principal::PrincipalShowInput => principal::PrincipalView, sees ["principal", "grant"];
    read "principal.find" Read principal::find : principal::FindInput => principal::Found, sees ["principal"];
    read "grant.list" Read grant::list : grant::GrantListInput => grant::GrantPage, sees ["principal", "grant"];

    write "review.create" Administer review::create : review::CreateInput => review::Created, touches ["review", "instance"];
    write "review.delete" Administer review::delete : review::ReviewInput => store::Nothing, touches ["review", "instance", "notice"];
    write "review.edit" Administer review::edit : review::EditInput => review::Created, touches ["review", "instance"];
    write "instance.edit" Administer review::edit_instance : review::InstanceEditInput => store::Nothing, touches ["instance"];
    write "review.stopStage" Administer review::stop_stage : review::InstanceInput => review::Ended, touches ["instance", "item", "decision_event", "notice"];
    write "review.reassign" Administer review::reassign : review::ReassignInput => review::Given, touches ["item", "reassignment", "notice"];
    write "review.release" Administer review::release : review::ReleaseInput => store::Nothing, touches ["item"];
    write "item.delegate" Decide review::delegate : review::DelegateInput => review::Given, touches ["item", "reassignment", "notice"];
    read "review.reassignment.list" Audit review::reassignments : review::InstanceInput => Vec<countersign_store::review::Reassignment>, sees ["reassignment"];
    write "review.stop" Administer review::stop : review::InstanceInput => review::Ended, touches ["instance", "item", "decision_event", "notice"];
    write "review.reset" Administer review::reset : review::InstanceInput => review::Ended, touches ["item", "decision_event"];
    job "review.simulate" Administer review::simulate : review::SimulateInput => job::JobStarted;
    read "review.signals" Audit review::signals : review::InstanceInput => Vec<countersign_store::review::Signal>, sees ["decision_event"];
    read "review.quality" Audit review::quality : review::ReviewInput => review::AdviceQuality, sees ["decision_event", "instance"];
    read "review.export" Audit review::export : review::ReviewInput => review::Exported, sees ["review"];
    read "review.list" Read review::list : review::ReviewListInput => review::ReviewPage, sees ["review", "instance", "item"];
    read "review.show" Read review::show : review::ReviewInput => countersign_store::review::ReviewView, sees ["review", "instance"];
    read "review.progress" Read review::progress : review::InstanceInput => countersign_store::review::Progress, sees ["instance", "item"];
    read "instance.show" Read review::instance : review::InstanceInput => countersign_store::review::InstanceView, sees ["review", "instance"];
    job "review.start" Administer review::start : review::ReviewInput => job::JobStarted;

    write "mail.configure" Administer mail::configure : mail::ConfigureInput => mail::MailView, touches ["mail"];
    read "mail.show" Audit mail::show : store::Nothing => Option<mail::MailView>, sees ["mail"];
    write "review.remind" Administer notice::remind : notice::RemindInput => notice::Reminded, touches ["notice"];
    read "notice.list" Audit notice::list : notice::NoticeListInput => notice::NoticePage, sees ["notice"];
    read "notice.mine" Read notice::mine : notice::MineInput => notice::Mine, sees ["notice", "item", "instance"];
    write "notice.requeue" Administer notice::requeue : notice::NoticeInput => countersign_store::notice::NoticeRow, touches ["notice"];
    job "notice.send" Administer job::send_notice::start : notice::SendInput => job::JobStarted;
    job "notice.draft" Administer job::draft_notice::start : notice::DraftInput => job::JobStarted;

    read "item.list" Read item::list : item::ItemListInput => item::ItemPage, sees ["item", "instance"];
    read "item.group.list" Read item::groups : item::GroupInput => Vec<countersign_store::item::Group>, sees ["item", "instance"];
    read "item.show" Read item::show : item::ItemShowInput => item::ItemShown, sees ["item", "principal", "grant", "exception"];
    write "item.decide" Decide item::decide : item::DecideInput => countersign_store::item::ItemRow, touches ["item", "decision_event"];
    write "item.decideMany" Decide item::decide_many : item::DecideManyInput => item::DecidedMany, touches ["item", "decision_event"];
    job "item.decideAll" Decide job::decide_all::start : item::DecideAllInput => job::JobStarted;
    write "item.undo" Decide item::undo : item::UndoInput => countersign_store::item::ItemRow, touches ["item", "decision_event"];
    write "item.acceptRecommendations" Decide item::accept : item::AcceptInput => item::DecidedMany, touches ["item", "decision_event"];

    write "plan.draw" Administer plan::draw : review::InstanceInput => countersign_store::plan::PlanView, touches ["plan", "task", "guest"];
    read "plan.show" Audit plan::show : plan::PlanShowInput => Option<countersign_store::plan::PlanView>, sees ["plan", "receipt", "verification"];
    read "plan.change.list" Audit plan::changes : plan::ChangeInput => plan::ChangePage, sees ["plan", "receipt", "verification"];
    write "plan.countersign" Administer plan::countersign : plan::PlanInput => countersign_store::plan::PlanView, touches ["plan"];
    job "plan.carryOut" Administer plan::carry_out : plan::CarryOutInput => job::JobStarted;
    job "plan.verify" Administer plan::verify : plan::PlanInput => job::JobStarted;
    read "task.list" Audit task::list : review::InstanceInput => Vec<countersign_store::plan::TaskRow>, sees ["task"];
    write "task.close" Administer task::close : task::CloseInput => countersign_store::plan::TaskRow, touches ["task"];
    read "task.board" Read task::board : task::BoardInput => task::Board, sees ["task"];
    read "task.changeFile" Administer task::change_file : task::ChangeFileInput => task::ChangeFile, sees ["task", "principal"];
    write "task.saveChangeFile" Administer task::save_change_file : task::SaveChangeFileInput => task::SavedChangeFile;
    read "guest.list" Audit guest::list : guest::GuestListInput => guest::GuestPage, sees ["guest"];
    write "guest.keep" Administer guest::keep : guest::KeepInput => guest::Kept, touches ["guest", "task", "instance", "plan"];
    read "review.foresee" Audit plan::foresee::review_foresee : plan::foresee::ForeseeInput => Vec<plan::foresee::Foreseen>, sees ["principal", "grant"];

    read "exception.list" Read exception::list : exception::ExceptionListInput => exception::ExceptionPage, sees ["exception"];
    read "exception.show" Read exception::show : exception::ExceptionInput => exception::ExceptionView, sees ["exception"];
    write "exception.propose" Read exception::propose : exception::ProposeInput => exception::ExceptionView, touches ["exception"];
    write "exception.approve" Administer exception::approve : exception::ExceptionInput => exception::ExceptionView, touches ["exception"];
    write "exception.revoke" Administer exception::revoke : exception::RevokeInput => exception::ExceptionView, touches ["exception", "task"];
    write "exception.renew" Administer exception::renew : exception::RenewInput => exception::ExceptionView, touches ["exception"];
    write "exception.confirm" Administer exception::confirm : exception::ConfirmInput => exception::ExceptionView, touches ["exception"];

    read "package.incompatible.list" Govern conflict::incompatibles : conflict::IncompatibleListInput => conflict::IncompatiblePage, sees ["incompatible", "package", "conflict"];
    write "package.incompatible.add" Govern conflict::add : conflict::IncompatibleAddInput => conflict::IncompatibleAdded, touches ["incompatible", "package"];
    write "package.incompatible.remove" Govern conflict::remove : conflict::IncompatibleInput => store::Nothing, touches ["incompatible", "package"];
    read "conflict.check" Govern conflict::checked : conflict::CheckInput => Vec<conflict::ConflictView>, sees ["incompatible", "grant", "assignment", "request", "exception"];
    read "conflict.list" Govern conflict::list : conflict::ConflictListInput => conflict::ConflictPage, sees ["conflict", "incompatible", "exception"];
    job "conflict.look" Administer conflict::look : store::Nothing => job::JobStarted;
    job "conflict.export" Govern conflict::export : conflict::ExportInput => job::JobStarted;
    write "conflict.except" Read conflict::except : conflict::ExceptInput => exception::ExceptionView, touches ["exception", "conflict"];
    write "conflict.review" Administer conflict::review : conflict::ReviewInput => review::Created, touches ["review", "instance"];
    write "catalog.create" Govern catalog::create : catalog::CatalogCreateInput => catalog::CatalogView, touches ["catalog", "delegation"];
    write "catalog.edit" Govern catalog::edit : catalog::CatalogEditInput => catalog::CatalogView, touches ["catalog"];
    write "catalog.delete" Govern catalog::delete : catalog::CatalogInput => store::Nothing, touches ["catalog", "catalog_resource", "delegation"];
    read "catalog.list" Govern catalog::list : catalog::CatalogListInput => catalog::CatalogPage, sees ["catalog", "catalog_resource", "package", "delegation"];
    read "catalog.show" Govern catalog::show : catalog::CatalogInput => catalog::CatalogView, sees ["catalog", "catalog_resource", "package", "delegation"];
    read "catalog.export" Govern catalog::export : catalog::CatalogExportInput => graph_file::DefinitionFile, sees ["catalog", "catalog_resource", "package", "package_role", "policy"];
    write "catalog.import" Govern catalog::import : catalog::CatalogImportInput => catalog::CatalogImported, touches ["catalog", "catalog_resource", "package", "package_role", "policy", "delegation", "assignment", "principal"];
    write "catalog.resource.add" Govern catalog::add : catalog::ResourceInput => catalog::ResourceView, touches ["catalog_resource"];
    write "catalog.resource.remove" Govern catalog::remove : catalog::ResourceInput => store::Nothing, touches ["catalog_resource"];
    read "catalog.resource.list" Govern catalog::list_resources : catalog::ResourceListInput => catalog::ResourcePage, sees ["catalog_resource", "principal", "package_role", "package"];
    read "catalog.resource.show" Govern catalog::show_resource : catalog::ResourceInput => catalog::ResourceView, sees ["catalog_resource", "principal", "grant", "package_role", "package"];
    read "catalog.resource.foresee" Govern catalog::foresee_resource : catalog::ResourceInput => catalog::ResourceForeseen, sees ["catalog_resource", "principal", "grant", "delegation"];
    write "delegation.give" Govern catalog::give : catalog::GiveInput => countersign_store::delegation::DelegationRow, touches ["delegation"];
    write "delegation.end" Govern catalog::end_delegation : catalog::DelegationEndInput => countersign_store::delegation::DelegationRow, touches ["delegation"];
    read "delegation.list" Govern catalog::delegations : catalog::DelegationListInput => catalog::DelegationPage, sees ["delegation", "catalog", "principal"];

    write "package.create" Govern package::create : package::PackageCreateInput => package::PackageView, touches ["package", "principal"];
    write "package.edit" Govern package::edit : package::PackageEditInput => package::PackageView, touches ["package", "principal"];
    write "package.hide" Govern package::hide : package::PackageHideInput => package::PackageView, touches ["package"];
    write "package.delete" Govern package::delete : package::PackageInput => store::Nothing, touches ["package", "package_role", "policy", "principal", "incompatible", "review", "instance", "notice"];
    read "package.list" Govern package::list : package::PackageListInput => package::PackagePage, sees ["package", "package_role", "catalog", "policy", "assignment", "delegation"];
    read "package.show" Govern package::show : package::PackageInput => package::PackageView, sees ["package", "package_role", "catalog", "policy", "assignment", "request", "principal", "delegation"];
    write "package.role.add" Govern package::add_role : package::RoleInput => package::PackageView, touches ["package_role", "assignment"];
    write "package.role.remove" Govern package::remove_role : package::RoleInput => package::PackageView, touches ["package_role", "assignment"];
    read "package.role.foresee" Govern package::foresee : package::RoleForeseeInput => package::RoleForeseen, sees ["package_role", "assignment", "grant", "principal"];
    read "package.export" Govern package::export : package::PackageExportInput => graph_file::DefinitionFile, sees ["package", "package_role", "catalog", "policy"];
    write "package.import" Govern package::import : package::PackageImportInput => package::PackageImported, touches ["package", "package_role", "policy", "assignment", "principal"];

    job "package.suggest" Govern suggestion::suggest : suggestion::PackageSuggestInput => job::JobStarted;
    read "package.suggestion.list" Govern suggestion::list : suggestion::SuggestionListInput => suggestion::SuggestionPage, sees ["suggestion", "package"];
    read "package.suggestion.show" Govern suggestion::show : suggestion::SuggestionInput => suggestion::SuggestionView, sees ["suggestion", "package", "principal", "grant"];
    job "package.accept" Govern suggestion::accept : suggestion::PackageAcceptInput => suggestion::PackageAccepted, touches ["suggestion", "package", "package_role", "catalog_resource", "policy", "assignment", "request", "principal", "audit"];

    write "policy.create" Govern policy::create : policy::CreateInput => policy::PolicyView, touches ["policy", "review"];
    write "policy.edit" Govern policy::edit : policy::EditInput => policy::PolicyView, touches ["policy", "review"];
    write "policy.delete" Govern policy::delete : policy::PolicyDeleteInput => store::Nothing, touches ["policy", "review"];
    read "policy.list" Govern policy::list : policy::PolicyListInput => policy::PolicyPage, sees ["policy", "assignment"];
    read "policy.show" Govern policy::show : policy::PolicyInput => policy::PolicyView, sees ["policy", "assignment"];
    read "policy.version.list" Govern policy::versions : policy::PolicyInput => Vec<countersign_store::policy::PolicyVersion>, sees ["policy"];
    read "policy.simulate" Govern policy::simulate : policy::SimulateInput => policy::Simulated, sees ["policy", "principal", "grant", "request", "assignment"];

    write "request.submit" Read request::submit : request::SubmitInput => countersign_store::request::RequestRow, touches ["request", "assignment", "notice"];
    write "request.cancel" Read request::cancel : request::CancelInput => countersign_store::request::RequestRow, touches ["request", "assignment", "notice"];
    write "request.reprocess" Govern request::reprocess : request::ReprocessInput => countersign_store::request::RequestRow, touches ["request", "assignment"];
    read "request.list" Read request::list : request::RequestListInput => request::RequestPage, sees ["request"];
    read "request.show" Read request::show : request::RequestInput => request::RequestView, sees ["request", "policy"];
    read "approval.list" Read approval::list : approval::ApprovalListInput => approval::ApprovalPage, sees ["request"];
    read "approval.history" Read approval::history : approval::ApprovalListInput => approval::ApprovalHistory, sees ["request"];
    read "approval.missing" Administer approval::missing : approval::ApprovalListInput => approval::ApprovalHistory, sees ["request"];
    write "approval.answer" Read approval::answer : approval::AnswerInput => countersign_store::request::RequestRow, touches ["request", "assignment", "notice"];
    write "approval.revoke" Read approval::revoke : approval::RevokeApprovalInput => countersign_store::request::RequestRow, touches ["request", "assignment", "notice"];
    write "approval.delegate" Decide approval::delegate : approval::DelegateInput => store::Nothing, touches ["request", "notice"];
    read "approval.substitute.list" Read approval::substitutes : store::Nothing => Vec<approval::Substitute>, sees ["request"];
    read "access.mine" Read access::mine : access::AccessMineInput => access::AccessMine, sees ["assignment", "request"];
    read "access.available" Read access::available : access::AccessAvailableInput => access::AccessAvailable, sees ["package", "policy", "principal", "assignment", "request"];
    read "access.explain" Read access::explain : access::AccessExplainInput => policy::Explained, sees ["package", "policy", "principal", "assignment", "request"];
    read "assignment.list" Govern assignment::list : assignment::AssignmentListInput => assignment::AssignmentPage, sees ["assignment", "principal", "package"];
    read "assignment.show" Govern assignment::show : assignment::AssignmentInput => assignment::AssignmentView, sees ["assignment", "request", "receipt", "task"];
    read "assignment.foresee" Govern assignment::foresee : assignment::ForeseeInput => Vec<assignment::AssignmentForeseen>, sees ["assignment", "grant", "package"];
    write "assignment.give" Govern assignment::give_asked : assignment::GiveInput => countersign_store::assignment::AssignmentRow, touches ["assignment", "request"];
    write "assignment.extend" Govern assignment::extend_asked : assignment::ExtendInput => countersign_store::assignment::AssignmentRow, touches ["assignment", "request"];
    write "assignment.end" Govern assignment::end_asked : assignment::EndInput => countersign_store::assignment::AssignmentRow, touches ["assignment", "request"];
    write "assignment.endMany" Govern assignment::end_many : assignment::EndManyInput => assignment::EndedMany, touches ["assignment", "request"];
    write "assignment.reprocess" Govern assignment::reprocess : assignment::AssignmentInput => countersign_store::assignment::AssignmentRow, touches ["assignment", "request"];
    job "assignment.deliver" Administer job::deliver::start : job::deliver::DeliverInput => job::JobStarted;
    read "policy.foresee" Govern assignment::automatic::foresee : assignment::automatic::PolicyForeseeInput => assignment::automatic::PolicyForeseen, sees ["policy", "principal", "assignment"];
    read "policy.hold.list" Govern assignment::automatic::holds : store::Nothing => Vec<countersign_store::assignment::AutomaticHold>, sees ["policy"];
    write "policy.countersign" Administer assignment::automatic::countersign : assignment::automatic::CountersignInput => countersign_store::assignment::AutomaticHold, touches ["policy"];

    read "organization.list" Read organization::list : organization::OrganizationListInput => organization::OrganizationPage, sees ["organization"];
    read "organization.show" Read organization::show : organization::OrganizationInput => organization::OrganizationView, sees ["organization", "principal"];
    write "organization.create" Govern organization::create : organization::OrganizationCreateInput => organization::OrganizationView, touches ["organization"];
    write "organization.edit" Govern organization::edit : organization::OrganizationEditInput => organization::OrganizationView, touches ["organization"];
    write "organization.configure" Govern organization::configure : organization::OrganizationInput => organization::OrganizationView, touches ["organization"];
    write "organization.delete" Govern organization::delete : organization::OrganizationInput => store::Nothing, touches ["organization"];
    write "organization.sponsor.add" Govern organization::add_sponsor : organization::SponsorInput => organization::OrganizationView, touches ["organization"];
    write "organization.sponsor.remove" Govern organization::remove_sponsor : organization::SponsorInput => organization::OrganizationView, touches ["organization"];
    read "organization.invitation.list" Govern organization::invitations : organization::InvitationListInput => organization::InvitationPage, sees ["invitation", "organization"];
    job "organization.invite" Administer organization::invite_now : store::Nothing => job::JobStarted;
    read "organization.setting.show" Read organization::show_setting : store::Nothing => organization::GuestSetting, sees ["setting"];
    write "organization.setting.change" Govern organization::change_setting : organization::GuestSetting => organization::GuestSetting, touches ["setting"];
    read "guest.governed.list" Read organization::governed : organization::GovernedInput => organization::GovernedPage, sees ["guest", "assignment", "grant"];
    write "guest.govern" Govern organization::govern : organization::GovernInput => countersign_store::organization::GovernedRow, touches ["guest"];

    job "evidence.export" Audit evidence::export : evidence::ExportInput => job::JobStarted;
    job "evidence.exportPackage" Attest evidence::export_package : evidence::ExportPackageInput => job::JobStarted;
    job "evidence.exportException" Audit evidence::export_exception : evidence::ExportExceptionInput => job::JobStarted;
    job "evidence.exportPeriod" Audit evidence::export_period : evidence::ExportPeriodInput => job::JobStarted;
    read "evidence.list" Govern evidence::list : evidence::EvidenceListInput => Vec<evidence::EvidenceRow>, sees ["evidence"];

    write "control.create" Audit control::create : control::ControlCreateInput => control::ControlView, touches ["control"];
    write "control.edit" Audit control::edit : control::ControlEditInput => control::ControlView, touches ["control"];
    write "control.delete" Audit control::delete : control::ControlInput => store::Nothing, touches ["control"];
    read "control.list" Audit control::list : control::ControlListInput => control::ControlPage, sees ["control", "framework"];
    read "control.show" Audit control::show : control::ControlShowInput => control::ControlView, sees ["control", "framework", "instance", "evidence"];
    read "control.coverage" Audit control::coverage : control::CoverageInput => control::CoveragePage, sees ["control", "instance", "evidence"];
    read "control.calendar" Audit control::calendar : control::CalendarInput => control::CalendarPage, sees ["control", "instance", "evidence"];
    job "control.exportOscal" Audit oscal::export : oscal::OscalExportInput => job::JobStarted;
    read "framework.list" Audit framework::list : store::Nothing => Vec<framework::FrameworkRow>, sees ["framework", "control"];
    read "framework.show" Audit framework::show : framework::FrameworkInput => framework::FrameworkView, sees ["framework", "control"];
    read "framework.export" Audit framework::export : framework::FrameworkInput => framework::FrameworkFile, sees ["framework"];
    write "framework.import" Audit framework::import : framework::FrameworkImportInput => framework::FrameworkView, touches ["framework"];
    read "finding.list" Audit finding::list : finding::FindingListInput => finding::FindingPage, sees ["correlation", "control", "instance", "task", "verification", "conflict", "exception", "principal", "grant", "evidence", "plan", "snapshot", "audit"];

    read "audit.list" Audit audit::list : audit::AuditListInput => audit::AuditPage, sees ["audit"];
    read "audit.verify" Audit audit::verify : store::Nothing => audit::Verified, sees ["audit"];

    write "audit.checkpoint" Audit checkpoint::sign : store::Nothing => checkpoint::CheckpointView, touches ["checkpoint"];
    read "audit.checkpoint.list" Audit checkpoint::list : checkpoint::CheckpointListInput => checkpoint::CheckpointPage, sees ["checkpoint", "audit", "setting"];
    write "audit.rotateKey" Administer checkpoint::rotate : checkpoint::RotateInput => checkpoint::Rotated, touches ["checkpoint"];
    read "audit.prove" Audit checkpoint::prove : checkpoint::AuditProveInput => checkpoint::AuditProof, sees ["audit", "checkpoint"];
    read "audit.consistency" Audit checkpoint::consistency : checkpoint::ConsistencyInput => checkpoint::ConsistencyProof, sees ["audit"];
    read "audit.compare" Audit checkpoint::compare : checkpoint::CompareInput => checkpoint::Comparison, sees ["audit", "checkpoint"];
    write "audit.explain" Administer checkpoint::explain : checkpoint::ExplainInput => checkpoint::CheckpointView, touches ["checkpoint", "store"];
    write "audit.timestampAuthority" Administer timestamp::choose : timestamp::TimeStampAuthority => timestamp::TimeStampAuthority, touches ["setting"];
    job "audit.timestamp" Audit timestamp::start : store::Nothing => job::JobStarted;

    desk "actor.prove" Anybody actor::prove : actor::ProveInput => job::JobStarted, touches ["store"];
    desk "actor.offered" Anybody actor::offered : store::Nothing => Vec<countersign_domain::actor::Actor>, sees ["role", "store"];
    desk "actor.leave" Anybody actor::leave : store::Nothing => store::Nothing, touches ["store"];
    write "actor.bind" Administer role::bind : role::BindInput => role::RoleView, touches ["role", "store"];
    write "actor.unbind" Administer role::unbind : role::RoleInput => role::RoleView, touches ["role", "store"];
    read "role.list" Audit role::list : store::Nothing => role::RoleView, sees ["role", "principal"];
    write "role.give" Administer role::give : role::RoleGiveInput => role::RoleView, touches ["role", "store"];
    write "role.end" Administer role::end : role::RoleInput => role::RoleView, touches ["role", "store"];
    read "identity.show" Read actor::show : store::Nothing => actor::IdentitySetting, sees ["setting"];
    write "identity.change" Administer actor::change : actor::IdentitySetting => actor::IdentitySetting, touches ["setting", "lock"];
    desk "lock.status" Anybody lock::status : store::Nothing => lock::LockView, sees ["lock", "store"];
    desk "lock.touch" Anybody lock::touch : store::Nothing => lock::LockView;
    desk "lock.lock" Read lock::lock : store::Nothing => lock::LockView, touches ["lock", "store"];
    desk "lock.unlock" Anybody lock::unlock : lock::UnlockInput => lock::LockView, touches ["lock", "store"];
    desk "lock.setCode" Read lock::set_code : lock::CodeInput => lock::LockView, touches ["lock"];

    read "signing.show" Audit signing::show : store::Nothing => Option<signing::SigningView>, sees ["setting"];
    write "signing.create" Administer signing::create : store::Nothing => Option<signing::SigningView>, touches ["setting"];
    write "signing.import" Administer signing::import : signing::ImportInput => Option<signing::SigningView>, touches ["setting"];
    write "signing.remove" Administer signing::remove : store::Nothing => Option<signing::SigningView>, touches ["setting"];

    read "acknowledgement.list" Read acknowledgement::list : acknowledgement::AcknowledgementListInput => acknowledgement::AcknowledgementPage, sees ["acknowledgement", "decision_event", "plan", "verification"];
    read "acknowledgement.offer.list" Read acknowledgement::offers : acknowledgement::AcknowledgementOfInput => Vec<acknowledgement::Offer>, sees ["acknowledgement", "nominee", "item", "instance", "plan", "verification"];
    read "acknowledgement.mine" Read acknowledgement::mine : store::Nothing => Vec<acknowledgement::Waiting>, sees ["acknowledgement", "nominee", "item", "instance"];
    write "acknowledgement.sign" Attest acknowledgement::sign : acknowledgement::AcknowledgementSignInput => countersign_store::acknowledgement::AcknowledgementRow, touches ["acknowledgement"];
    write "acknowledgement.withdraw" Attest acknowledgement::withdraw : acknowledgement::AcknowledgementWithdrawInput => countersign_store::acknowledgement::AcknowledgementRow, touches ["acknowledgement"];
    write "acknowledgement.nominee.name" Administer acknowledgement::name : acknowledgement::NomineeNameInput => countersign_store::acknowledgement::Nominee, touches ["nominee"];
    write "acknowledgement.nominee.dismiss" Administer acknowledgement::dismiss : acknowledgement::NomineeDismissInput => store::Nothing, touches ["nominee"];
    read "acknowledgement.nominee.list" Audit acknowledgement::nominees : acknowledgement::NomineeListInput => acknowledgement::NomineePage, sees ["nominee"];
    read "retention.class.list" Read retention::classes : store::Nothing => Vec<countersign_store::retention::RetentionClass>, sees ["retention"];
    write "retention.class.put" Administer retention::put : retention::RetentionClassInput => countersign_store::retention::RetentionClass, touches ["retention"];
    write "retention.choose" Administer retention::choose : retention::RetentionChooseInput => countersign_store::retention::RetentionClass, touches ["retention"];
    read "retention.show" Audit retention::show : acknowledgement::AcknowledgementOfInput => retention::RetentionView, sees ["retention", "hold", "instance", "package"];
    read "retention.due" Audit retention::due : retention::RetentionDueInput => retention::RetentionDuePage, sees ["retention", "hold", "instance", "package"];
    write "hold.place" Audit retention::place : retention::HoldPlaceInput => countersign_store::retention::HoldRow, touches ["hold"];
    write "hold.lift" Audit retention::lift : retention::HoldLiftInput => countersign_store::retention::HoldRow, touches ["hold"];
    read "hold.list" Audit retention::holds : retention::HoldListInput => retention::HoldPage, sees ["hold"];

    read "history.list" Audit history::list : history::HistoryListInput => history::HistoryPage, sees ["decision_event", "request", "review", "principal"];
    read "history.person" Audit history::person : history::HistoryPersonInput => history::HistoryPersonPage, sees ["decision_event", "request", "assignment", "grant", "plan", "receipt", "verification", "task", "exception", "principal"];
    read "history.summary" Audit history::summary : history::HistorySummaryInput => countersign_store::history::Summary, sees ["decision_event", "instance", "item", "request", "receipt", "verification"];
    job "history.export" Audit history::export : history::ExportInput => job::JobStarted;
    read "sample.population" Audit sample::population : sample::PopulationInput => sample::PopulationView, sees ["decision_event", "request", "assignment", "receipt", "exception"];
    write "sample.draw" Audit sample::draw : sample::SampleDrawInput => countersign_store::sample::SampleView, touches ["sample"];
    read "sample.list" Audit sample::list : sample::SampleListInput => sample::SamplePage, sees ["sample"];
    read "sample.show" Audit sample::show : sample::SampleInput => sample::SampleShown, sees ["sample"];
    job "sample.export" Audit sample::export : sample::SampleExportInput => job::JobStarted;
    read "dossier.show" Audit dossier::show : dossier::DossierInput => dossier::Dossier, sees ["decision_event", "item", "request", "assignment", "grant", "plan", "receipt", "verification", "task", "exception", "principal", "audit"];

    read "device.own" Read device::own : store::Nothing => Option<device::OwnKeyView>, sees ["own_key"];
    write "device.enrol" Administer device::enrol : device::DeviceEnrolInput => device::Enrolled, touches ["own_key"];
    write "device.introduce" Administer device::introduce : device::IntroduceInput => device::Enrolled, touches ["own_key"];
    read "device.list" Audit device::list : device::DeviceListInput => device::DevicePage, sees ["device", "principal"];
    write "device.offer" Administer device::offer : device::DeviceOfferInput => device::Offered, touches ["device"];
    write "device.accept" Administer device::accept : device::DeviceAcceptInput => device::DeviceView, touches ["device"];
    write "device.turnDown" Administer device::turn_down : device::DeviceEndInput => device::DeviceView, touches ["device"];
    write "device.revoke" Administer device::revoke : device::DeviceEndInput => device::DeviceView, touches ["device"];
    write "device.replace" Administer device::replace : device::DeviceReplaceInput => device::DeviceView, touches ["device"];
    job "packet.make" Administer packet::make : packet::PacketMakeInput => job::JobStarted;
    read "packet.list" Audit packet::list : packet::PacketListInput => packet::PacketPage, sees ["packet", "device", "instance", "decision_event"];
    write "packet.passphrase" Administer packet::passphrase : packet::PacketInput => packet::Passphrase, touches ["packet"];
    read "directory.show" Audit directory::health::show : directory::DirectoryInput => directory::health::DirectoryHealth, sees ["directory", "snapshot", "sync", "probe", "setting"];
    read "directory.history" Audit directory::health::history : directory::health::SyncListInput => directory::health::SyncPage, sees ["directory", "snapshot", "sync"];
    read "directory.unmatched" Audit directory::unmatched::list : directory::health::SyncListInput => directory::unmatched::UnmatchedPage, sees ["snapshot", "principal", "grant"];
    job "directory.try" Administer directory::health::try_out : directory::AddInput => job::JobStarted;
    job "directory.foresee" Administer directory::foresee::start : directory::DirectoryInput => job::JobStarted;
    write "directory.change" Administer directory::change::change : directory::change::ChangeInput => directory::DirectoryView, touches ["directory"];
    write "directory.setSecret" Administer directory::change::set_secret : directory::change::SecretInput => directory::DirectoryView, touches ["directory"];
    write "directory.schedule" Administer directory::schedule::set : directory::schedule::ScheduleInput => directory::schedule::ScheduleView, touches ["directory", "sync"];
    read "correlation.show" Audit correlation::show : store::Nothing => correlation::CorrelationView, sees ["setting", "correlation"];
    write "correlation.change" Administer correlation::change : countersign_domain::correlation::CorrelationSetting => correlation::CorrelationView, touches ["setting", "correlation"];
    read "correlation.doubt.list" Audit correlation::doubts : correlation::DoubtListInput => correlation::DoubtPage, sees ["correlation", "principal"];
    read "correlation.candidate.list" Audit correlation::candidates : correlation::CandidateListInput => correlation::CandidatePage, sees ["correlation", "principal"];
    read "ruling.list" Audit correlation::rulings : correlation::RulingListInput => correlation::RulingPage, sees ["ruling"];
    write "ruling.make" Administer correlation::make : correlation::RulingMakeInput => correlation::Ruled, touches ["ruling", "correlation"];
    write "ruling.lift" Administer correlation::lift : correlation::RulingInput => correlation::Ruled, touches ["ruling", "correlation"];
    read "person.list" Audit person::list : person::PersonListInput => person::PersonPage, sees ["correlation", "principal"];
    read "person.show" Read person::show : person::PersonInput => person::PersonView, sees ["correlation", "principal", "directory"];
    read "person.access.list" Read person::access_list : person::AccessListInput => person::AccessPage, sees ["correlation", "principal", "grant", "assignment", "snapshot"];
    read "person.way.list" Read person::ways : person::WayListInput => person::Ways, sees ["principal", "grant", "snapshot"];
    read "snapshot.list" Read snapshot::list : snapshot::SnapshotListInput => snapshot::SnapshotPage, sees ["snapshot", "directory"];
    read "snapshot.compare" Read snapshot::compare : snapshot::SnapshotCompareInput => snapshot::SnapshotComparison, sees ["snapshot", "directory"];
    read "snapshot.principal.list" Read snapshot::principals : snapshot::ComparedPrincipalInput => snapshot::ComparedPrincipalPage, sees ["snapshot"];
    read "snapshot.grant.list" Read snapshot::grants : snapshot::ComparedGrantInput => snapshot::ComparedGrantPage, sees ["snapshot"];
    write "exchange.set" Administer exchange::set : exchange::ExchangeInput => Option<exchange::ExchangeView>, touches ["exchange"];
    read "exchange.show" Audit exchange::show : store::Nothing => Option<exchange::ExchangeView>, sees ["exchange"];
    read "exchange.status" Audit exchange::status : store::Nothing => exchange::ExchangeStatus, sees ["exchange", "outbox", "arrival", "job"];
    job "exchange.probe" Administer exchange::probe : store::Nothing => job::JobStarted;
    job "exchange.run" Administer job::exchange::start : store::Nothing => job::JobStarted;
    write "exchange.put" Administer exchange::put : exchange::ExchangePutInput => countersign_store::exchange::OutboxRow, touches ["outbox"];
    write "exchange.withdraw" Administer exchange::withdraw : exchange::OutboxInput => countersign_store::exchange::OutboxRow, touches ["outbox"];
    read "exchange.outbox" Audit exchange::list : exchange::ExchangeListInput => exchange::OutboxPage, sees ["outbox"];
    read "exchange.arrivals" Audit exchange::arrivals : exchange::ExchangeListInput => exchange::ArrivalPage, sees ["arrival"];

    job "packet.workbook" Administer workbook::make : workbook::WorkbookInput => job::JobStarted;
    job "packet.takeWorkbook" Administer workbook::take : workbook::TakeWorkbookInput => job::JobStarted;
    read "packet.workbooks" Audit workbook::list : review::InstanceInput => Vec<countersign_store::workbook::WorkbookRow>, sees ["workbook"];

    read "workstation.list" Audit workstation::list : store::Nothing => workstation::WorkstationView, sees ["workstation", "term", "store", "job"];
    read "workstation.tail" Audit workstation::tail : workstation::TailInput => workstation::TailPage, sees ["workstation", "store"];
    write "workstation.name" Administer workstation::name : workstation::WorkstationNameInput => workstation::WorkstationView, touches ["workstation", "term", "store"];
    write "workstation.accept" Administer workstation::accept : workstation::WorkstationAcceptInput => workstation::WorkstationView, touches ["workstation"];
    write "workstation.end" Administer workstation::end : workstation::WorkstationEndInput => workstation::WorkstationView, touches ["workstation"];
    write "workstation.handOver" Administer workstation::hand_over : workstation::WorkstationHandOverInput => workstation::WorkstationView, touches ["workstation", "term", "store"];
    desk "workstation.takeOver" Administer workstation::take_over : workstation::WorkstationTakeOverInput => workstation::WorkstationView, touches ["workstation", "term", "store", "audit"];
    desk "workstation.setAside" Administer workstation::set_aside : workstation::WorkstationSetAsideInput => store::Nothing, touches ["workstation", "store"];
    desk "workstation.trust" Administer workstation::trust : workstation::WorkstationTrustInput => store::Nothing, touches ["workstation"];
    desk "workstation.follow" Anybody workstation::follow : workstation::WorkstationFollowInput => workstation::Following;
    desk "workstation.receive" Anybody workstation::receive : workstation::WorkstationReceiveInput => job::JobStarted;

    desk "tick" Anybody tick::tick : store::Nothing => tick::Ticked;

    job "packet.open" Govern answer::open::start : answer::OpenInput => job::JobStarted;
    job "packet.answer" Decide answer::back::start : answer::AnswerInput => job::JobStarted;
    job "packet.carry" Decide answer::carry::start : answer::CarryInput => job::JobStarted;
    job "packet.takeIn" Administer answer::take_in::start : answer::TakeInInput => job::JobStarted;
    read "packet.opened.list" Read answer::list : answer::OpenedListInput => answer::OpenedPage, sees ["packet", "item", "decision_event"];
    read "dispute.list" Audit answer::dispute::list : answer::DisputeListInput => answer::DisputePage, sees ["dispute", "item", "decision_event"];
    write "dispute.settle" Administer answer::dispute::settle : answer::DisputeSettleInput => countersign_store::answer::DisputeRow, touches ["dispute", "item", "decision_event"];

    job "approval.handOut" Administer approval::travel::hand_out : approval::travel::HandOutInput => job::JobStarted;
    read "approval.packet.list" Audit approval::travel::packets : approval::travel::ApprovalPacketListInput => approval::travel::ApprovalPacketPage, sees ["approval", "request", "device"];
    write "approval.packet.passphrase" Administer approval::travel::passphrase : approval::travel::ApprovalPacketInput => packet::Passphrase, touches ["approval"];
    read "approval.received.list" Read approval::travel::received : approval::travel::ReceivedInput => approval::travel::ReceivedPage, sees ["approval"];
    write "approval.decide" Decide approval::travel::decide : approval::travel::DecideInput => countersign_store::approval::ReceivedRow, touches ["approval"];
    job "approval.return" Decide approval::travel::give_back : travel::ReturnInput => job::JobStarted;
    job "approval.carry" Decide approval::travel::carry : travel::CarryInput => job::JobStarted;
    read "approval.dispute.list" Audit approval::travel::disputes : approval::travel::DisputeListInput => approval::travel::DisputePage, sees ["approval", "request"];
    write "approval.dispute.settle" Administer approval::travel::settle_dispute : approval::travel::DisputeSettleInput => countersign_store::approval::ApprovalDisputeRow, touches ["approval", "request", "notice", "assignment"];

    job "request.handOut" Administer request::travel::hand_out : request::travel::HandOutInput => job::JobStarted;
    read "request.packet.list" Audit request::travel::packets : request::travel::RequestPacketListInput => request::travel::RequestPacketPage, sees ["offer", "request", "device"];
    write "request.packet.passphrase" Administer request::travel::passphrase : request::travel::RequestPacketInput => packet::Passphrase, touches ["offer"];
    read "request.offer.list" Read request::travel::offers : request::travel::OfferListInput => request::travel::OfferPage, sees ["offer"];
    write "request.write" Decide request::travel::write : request::travel::WriteInput => countersign_store::offer::OfferRow, touches ["offer"];
    write "request.withdraw" Decide request::travel::withdraw : request::travel::WithdrawInput => countersign_store::offer::OfferRow, touches ["offer"];
    job "request.return" Decide request::travel::give_back : travel::ReturnInput => job::JobStarted;
    job "request.carry" Decide request::travel::carry : travel::CarryInput => job::JobStarted;
    read "request.dispute.list" Audit request::travel::disputes : request::travel::DisputeListInput => request::travel::DisputePage, sees ["offer", "request"];
    write "request.dispute.settle" Administer request::travel::settle_dispute : request::travel::DisputeSettleInput => countersign_store::offer::RequestDisputeRow, touches ["offer", "request", "notice", "assignment"];

    job "directory.signIn" Administer directory::sign_in::start : directory::DirectoryInput => job::JobStarted;
    job "directory.offered" Administer directory::import::offered : directory::DirectoryInput => job::JobStarted;
    job "directory.import" Administer directory::import::import : directory::import::ImportInput => job::JobStarted;
}

pub use kind::{Operation, OperationKind};

/// The whole table, in the order of its lines.
pub fn operations() -> &'static [Operation] {
    TABLE
}

pub(crate) fn find(name: &str) -> Option<&'static Operation> {
    TABLE.iter().find(|operation| operation.name == name)
}
