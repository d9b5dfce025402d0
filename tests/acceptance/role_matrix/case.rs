//! For every operation an input that is right in itself, and for those that change something, who does it.

use countersign_tests::cli::definition;
use countersign_tests::place::sealed_to_nobody;
use countersign_tests::practice::Practice;
use serde_json::{Value, json};

use super::input;
use super::scene::{FRAMEWORK, Scene, draft, organization, second};

/// What an operation is asked: one object that suits most, and more for some; null takes a part away.
pub fn input_of(operation: &str, scene: &Scene) -> Value {
    let people = scene.people;
    let mut asked = input::input(operation, &scene.known);
    let common = json!({
        "instance": scene.going.1, "review": scene.going.0, "item": scene.item, "directory": scene.directory,
        "plan": scene.held, "task": scene.task, "exception": scene.proposed, "notice": 1, "job": 1, "id": scene.role,
        "reviewer": people.hugo, "from": people.pia, "to": people.rita, "reference": "hugo", "kind": "user",
        "decision": "approve", "version": 0, "code": "a code of mine",
    });
    // What an operation over catalogs is asked stays what it is.
    for (name, value) in common.as_object().into_iter().flatten() {
        if asked.get(name).is_none() {
            asked[name] = value.clone();
        }
    }
    let out = |name: &str| json!(scene.practice.store().with_file_name(name));
    let ready = |name: &str| definition(name, &["Ready"], &["/users/pia"]);
    let more = match operation {
        "actor.choose" => json!({ "principal": people.nina, "administrator": false }),
        "actor.prove" => json!({ "principal": people.nina, "password": "no password", "directory": null }),
        "actor.bind" => json!({ "osAccount": "hugo-laptop", "principal": people.hugo }),
        "actor.unbind" => json!({ "id": scene.binding }),
        "assignment.give" => json!({ "principal": people.carl }),
        "catalog.delete" => json!({ "catalog": scene.empty_catalog }),
        "organization.create" => json!({ "definition": organization("Fabrikam", "fabrikam.example", "configured") }),
        "organization.configure" => json!({ "organization": scene.proposed_organization }),
        "guest.govern" => json!({ "principal": people.gus }),
        "approval.answer" => json!({ "request": scene.asked }),
        "approval.revoke" => json!({ "request": scene.approvable }),
        "approval.delegate" => json!({ "to": people.rita, "from": null, "until": "2026-12-24T00:00:00Z" }),
        "approval.list" | "approval.history" | "approval.missing" | "access.mine" | "access.available" => {
            json!({ "principal": null })
        }
        "access.explain" => json!({ "principal": null }),
        "audit.list" | "exception.list" | "task.board" | "guest.list" | "notice.list" => {
            json!({ "kind": null, "instance": null })
        }
        "conflict.except" => {
            json!({ "principal": people.hugo, "incompatible": scene.incompatible, "untilOn": "2026-10-01",
                                     "package": null })
        }
        "conflict.export" => json!({ "path": out("conflicts.csv"), "package": null, "status": null }),
        "conflict.review" => {
            json!({ "displayName": "Both", "fallback": people.pia, "incompatible": null, "package": null })
        }
        "directory.add" => json!({ "name": "Second", "kind": "sample", "settings": { "file": "second.json" } }),
        "directory.try" => json!({ "name": "", "kind": "sample", "settings": { "file": "second.json" } }),
        "directory.change" => json!({ "settings": { "file": "sample-directory.json" } }),
        "directory.setSecret" => json!({ "secret": "" }),
        "directory.import" => json!({ "reviews": ["7b1f3c52-0f0d-4a4e-9a57-2d6f4c9f1a10"], "catalogs": [] }),
        "directory.schedule" => json!({ "every": "day", "at": "02:30" }),
        "directory.mapping" => json!({ "path": scene.practice.directory_file() }),
        "evidence.export" => json!({ "instance": scene.ended, "path": out("review.pdf") }),
        "evidence.exportPackage" => json!({ "path": out("package.pdf"), "from": null, "to": null }),
        "evidence.list" => json!({ "package": null }),
        "evidence.verify" => json!({ "path": scene.practice.directory_file() }),
        "exception.approve" => json!({ "exception": scene.proposed }),
        "exception.confirm" | "exception.revoke" => json!({ "exception": scene.approved, "reviewOn": "2026-09-20" }),
        "exception.propose" => json!({ "principal": people.hugo, "resource": scene.held_group,
                                       "policy": "Least privilege", "untilOn": "2026-10-01" }),
        "exception.renew" => json!({ "exception": scene.expired, "untilOn": "2026-11-01" }),
        "exchange.set" => {
            json!({ "place": { "kind": "folder", "path": scene.practice.store().parent() }, "everyMinutes": 0 })
        }
        "exchange.put" => {
            let path = scene.practice.store().with_file_name("nobody.sealed");
            std::fs::write(&path, sealed_to_nobody(&[7; 100])).expect("a file");
            json!({ "path": path, "inbox": "0".repeat(32), "recipient": "Pia", "subject": "A packet" })
        }
        "exchange.withdraw" => json!({ "id": 1 }),
        "workstation.name" => json!({ "name": "Office" }),
        "workstation.accept" => json!({ "path": scene.practice.directory_file(), "words": "one two three" }),
        "workstation.end" | "workstation.handOver" | "workstation.takeOver" | "workstation.setAside" => {
            json!({ "workstation": 1, "reason": "The machine is gone" })
        }
        "workstation.follow" => {
            json!({ "path": out("follows"), "name": "Home", "words": "eye merit census warm element rare cycle logic",
                    "place": { "kind": "folder", "path": scene.practice.store().parent() },
                    "out": out("home.countersign"), "practice": true, "replace": true, "secret": null })
        }
        "workstation.trust" => json!({ "words": "eye merit census warm element rare cycle logic" }),
        "workstation.receive" => json!({ "path": out("follows-not") }),
        "packet.workbook" => json!({ "folder": out("workbooks"), "reviewer": null }),
        "packet.takeWorkbook" => json!({ "path": scene.practice.directory_file() }),
        "grant.list" => json!({ "resource": null, "principal": people.hugo }),
        "guest.keep" => json!({ "principal": people.gus }),
        "identity.change" => {
            json!({ "decide": "stated", "administer": "stated", "countersign": "stated", "lockAfter": 5 })
        }
        "instance.edit" => json!({ "dueOn": "2026-09-20", "justification": null }),
        "review.stopStage" => json!({ "instance": scene.staged }),
        "item.decideMany" | "item.decideAll" => {
            json!({ "filter": { "decision": ["notReviewed"] }, "decision": "approve" })
        }
        "item.undo" => json!({ "version": 1 }),
        "job.cancel" | "job.show" => json!({ "job": 1 }),
        "lock.setCode" => json!({ "code": "six words are a good code" }),
        "lock.unlock" => json!({ "code": "wrong" }),
        "mail.configure" => {
            json!({ "host": "mail.example.org", "port": 465, "security": "tls", "from": "a@example.org" })
        }
        "notice.draft" => json!({ "folder": out("drafts"), "from": "a@example.org" }),
        "notice.send" => json!({ "instance": null }),
        "package.accept" => json!({ "displayName": "Suggested" }),
        "package.role.remove" => json!({}),
        "plan.draw" => json!({ "instance": scene.ended }),
        "plan.carryOut" | "plan.verify" => json!({ "plan": scene.signed }),
        "principal.list" => json!({ "kind": "user" }),
        "request.list" => json!({ "policy": null, "package": null }),
        "request.submit" => json!({ "package": scene.package, "answers": [], "principal": null, "kind": null,
                                    "policy": null, "assignment": null }),
        "request.cancel" | "request.reprocess" | "request.show" => json!({ "request": scene.asked }),
        "review.create" => json!({ "definition": ready("Another") }),
        "review.delete" | "review.start" => json!({ "review": scene.ready }),
        "review.edit" => json!({ "review": scene.ready, "definition": ready("Renamed") }),
        "review.foresee" => json!({ "definition": ready("Foreseen") }),
        "review.simulate" => json!({ "definition": ready("Tried out") }),
        "role.give" => json!({ "role": "administrator", "principal": people.carl }),
        "role.end" => json!({ "id": scene.role }),
        "setting.change" => json!({ "timeZone": "Europe/Berlin" }),
        "store.backup" => json!({ "path": out("backup") }),
        "store.init" | "store.open" => json!({ "path": out("another"), "organization": "Another", "practice": true }),
        "store.restore" => json!({ "from": out("nowhere"), "path": out("another") }),
        "task.changeFile" => json!({ "task": scene.task, "instance": null, "kind": "ldif" }),
        "task.close" => json!({ "note": "Done by hand." }),
        "task.saveChangeFile" => {
            json!({ "path": out("change.ldif"), "task": scene.task, "instance": null, "kind": "ldif" })
        }
        "acknowledgement.list" | "acknowledgement.offer.list" | "retention.show" => {
            json!({ "instance": scene.ended, "package": null })
        }
        "acknowledgement.sign" => json!({ "kind": "controlOwnerSignOff", "instance": scene.ended, "package": null,
                                          "role": null, "statement": "Seen.", "digest": "" }),
        "acknowledgement.withdraw" => json!({ "acknowledgement": 1, "reason": "Too early" }),
        "acknowledgement.nominee.name" => json!({ "kind": "managementAcknowledgement", "principal": people.hugo,
                                                  "review": null, "package": null }),
        "acknowledgement.nominee.dismiss" => json!({ "nominee": 1 }),
        "audit.checkpoint.list" | "control.calendar" | "control.coverage" | "finding.list" => {
            json!({ "kind": null, "from": null, "to": null })
        }
        "audit.compare" => json!({ "note": "no note of a checkpoint" }),
        "audit.consistency" => json!({ "from": 1, "to": 2 }),
        "audit.prove" => json!({ "entry": 1, "decision": null }),
        "audit.explain" => json!({ "reason": "It was put back." }),
        "audit.rotateKey" => json!({ "reason": "A new year.", "lost": false }),
        "audit.timestampAuthority" => json!({ "url": "http://127.0.0.1:9/tsa" }),
        "control.create" | "control.edit" => {
            let mut draft = draft(&people, scene.going.0);
            draft["code"] = json!("AC-08");
            json!({ "draft": draft, "control": scene.control })
        }
        "control.delete" | "control.show" => json!({ "control": scene.control, "from": null, "to": null }),
        "control.exportOscal" => json!({ "path": out("results.json"), "from": null, "to": null }),
        "dossier.show" => json!({ "about": "item", "id": scene.item }),
        "evidence.exportPeriod" => json!({
            "from": "2026-01-01T00:00:00Z", "to": "2027-01-01T00:00:00Z", "path": out("period.pdf"),
        }),
        "evidence.exportException" => json!({ "exception": scene.approved, "path": out("exception.pdf") }),
        "evidence.redact" => json!({ "path": scene.practice.directory_file(), "out": out("redacted.pdf") }),
        "evidence.open" | "evidence.rows" | "evidence.prove" => {
            json!({ "path": scene.practice.directory_file(), "section": "items", "out": out("row.json") })
        }
        "framework.show" | "framework.export" => json!({ "framework": FRAMEWORK }),
        "framework.import" => json!({ "text": scene.framework }),
        "history.export" => json!({ "path": out("history.csv"), "folder": out("history"), "from": null, "to": null }),
        "history.list" | "history.summary" => json!({ "from": null, "to": null }),
        "history.person" => json!({ "resource": null }),
        "sample.population" | "sample.draw" => {
            json!({ "population": "decisions", "size": 5, "from": null, "to": null })
        }
        "sample.show" => json!({ "sample": scene.sample }),
        "sample.export" => json!({ "sample": scene.sample, "folder": out("sample") }),
        "device.own" | "device.list" | "packet.list" => json!({ "principal": null, "instance": null }),
        "device.enrol" => json!({ "path": out("own.countersign") }),
        "device.introduce" => json!({ "path": out("organization.countersign") }),
        "device.offer" => json!({ "path": scene.practice.directory_file() }),
        "device.accept" | "device.replace" | "device.revoke" | "device.turnDown" => {
            json!({ "device": 1, "by": 2, "principal": people.hugo, "words": "no words of any device" })
        }
        "packet.make" => json!({ "folder": out("packets") }),
        "packet.passphrase" => json!({ "id": 1 }),
        "signing.import" => json!({ "path": scene.practice.directory_file(), "secret": "x" }),
        "retention.class.put" => json!({ "name": "Bank", "years": 10, "because": "Its law", "class": null }),
        "retention.choose" => json!({ "class": 2, "review": scene.ready, "package": null }),
        "hold.place" => json!({ "held": "everything", "reason": "A case at court" }),
        "hold.lift" => json!({ "hold": 1, "reason": "The case is over" }),
        "packet.open" => json!({ "path": scene.practice.directory_file() }),
        "packet.answer" => json!({ "folder": out("answers") }),
        "packet.carry" => {
            json!({ "device": scene.practice.directory_file(), "words": "eight words", "path": out("carried") })
        }
        "packet.takeIn" => json!({ "paths": [scene.practice.directory_file()], "folder": null }),
        "approval.handOut" | "approval.return" => json!({ "folder": out("approvals") }),
        "request.handOut" => json!({ "folder": out("offers"), "people": [people.carl], "dueAt": null }),
        "request.return" => json!({ "folder": out("offers") }),
        "approval.carry" | "request.carry" => {
            json!({ "device": scene.practice.directory_file(), "words": "eight words", "folder": out("carried") })
        }
        "request.write" => json!({ "offer": 1, "kind": "userAdd", "policy": null, "answers": [] }),
        "request.withdraw" => json!({ "offer": 1 }),
        "request.dispute.list" => json!({ "filter": {} }),
        "request.dispute.settle" => json!({ "dispute": 1, "accept": false, "reason": "Too late" }),
        "request.packet.passphrase" => json!({ "id": 1 }),
        "approval.packet.passphrase" => json!({ "id": 1 }),
        "approval.decide" => json!({ "approval": 1, "decision": "approve", "justification": "Known" }),
        "approval.dispute.settle" => json!({ "dispute": 1, "accept": false, "reason": "Too late" }),
        "packet.opened.list" | "dispute.list" => json!({ "instance": null }),
        "dispute.settle" => json!({ "dispute": 1, "accept": false, "reason": "Too late" }),
        "package.incompatible.remove" => json!({ "incompatible": scene.incompatible }),
        "correlation.change" => json!({ "rules": ["mail"], "source": null }),
        "correlation.candidate.list" | "person.show" | "person.access.list" => {
            json!({ "principal": people.hugo, "directory": null })
        }
        "person.way.list" => json!({ "principal": people.hugo, "resource": scene.held_group, "entitlement": "member" }),
        "ruling.make" => json!({ "one": people.hugo, "other": people.carl, "same": false, "reason": "Two people." }),
        "ruling.lift" => json!({ "ruling": 1 }),
        "snapshot.compare" | "snapshot.principal.list" | "snapshot.grant.list" => {
            json!({ "from": 1, "to": 2, "added": true })
        }
        _ => json!({}),
    };
    let mut asked = asked.as_object().cloned().unwrap_or_default();
    for (name, value) in more.as_object().into_iter().flatten() {
        if value.is_null() {
            asked.remove(name);
        } else {
            asked.insert(name.clone(), value.clone());
        }
    }
    Value::Object(asked)
}

/// Who does what leaves an entry, and what comes before it.
pub fn prepare(operation: &str, scene: &Scene, practice: &Practice) {
    let people = scene.people;
    let as_pia = |operation: &str, input: Value| {
        practice.sit(Some(people.pia));
        practice.call(operation, input);
    };
    let decide = json!({ "item": scene.item, "decision": "approve", "justification": "Needed." });
    match operation {
        "item.undo" | "review.reset" => as_pia("item.decide", decide),
        "item.decide"
        | "item.decideMany"
        | "item.decideAll"
        | "item.acceptRecommendations"
        | "item.delegate"
        | "approval.answer"
        | "approval.revoke"
        | "approval.delegate" => practice.sit(Some(people.pia)),
        "request.submit" => practice.sit(Some(people.carl)),
        "request.cancel" => practice.sit(Some(people.nina)),
        "plan.countersign" | "exception.approve" => second(practice, people.carl),
        "acknowledgement.nominee.dismiss" | "hold.lift" | "ruling.lift" => {
            let before = match operation {
                "hold.lift" => "hold.place",
                "ruling.lift" => "ruling.make",
                _ => "acknowledgement.nominee.name",
            };
            practice.sit(None);
            practice.call(before, input_of(before, scene));
        }
        "exchange.probe" | "exchange.run" | "exchange.withdraw" => {
            let before = match operation {
                "exchange.withdraw" => "exchange.put",
                _ => "exchange.set",
            };
            practice.sit(None);
            practice.call(before, input_of(before, scene));
        }
        "plan.verify" => {
            let plan = json!({ "plan": scene.signed });
            practice.done("plan.carryOut", plan);
        }
        _ => {}
    }
    let back = !operation.starts_with("item.")
        && !matches!(
            operation,
            "approval.answer"
                | "approval.revoke"
                | "approval.delegate"
                | "request.submit"
                | "request.cancel"
                | "plan.countersign"
                | "exception.approve"
        );
    if back {
        practice.sit(None);
    }
}
