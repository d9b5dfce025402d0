//! Questions, from Graph's JSON and back.

use serde_json::{Value, json};

use super::{Choice, Localization, Question, QuestionKind, to_regex};
use crate::definition::Problem;
use crate::json::Place;

/// The most questions of a policy.
const MOST_QUESTIONS: usize = 100;
/// The most choices of a question; a list of all countries fits.
const MOST_CHOICES: usize = 500;
/// The longest regular expression, in characters.
const LONGEST_PATTERN: usize = 1_000;

pub(in crate::policy) fn parse(policy: &Place<'_>) -> Result<Vec<Question>, Problem> {
    let list = policy.list("questions")?;
    if list.len() > MOST_QUESTIONS {
        let message = format!("A policy asks at most {MOST_QUESTIONS} questions.");
        return Err(policy.problem("questions", message));
    }
    let mut questions: Vec<Question> = Vec::new();
    for (at, place) in list.iter().enumerate() {
        let question = question(place, at)?;
        if questions.iter().any(|other| other.sequence == question.sequence) {
            let message = format!("Two questions have the number {}.", question.sequence);
            return Err(place.problem("sequence", message));
        }
        if questions.iter().any(|other| other.id == question.id) {
            return Err(place.problem("id", format!("Two questions have the id “{}”.", question.id)));
        }
        questions.push(question);
    }
    questions.sort_by_key(|question| question.sequence);
    Ok(questions)
}

fn question(place: &Place<'_>, at: usize) -> Result<Question, Problem> {
    let sequence = match place.number("sequence")? {
        None => at as u32 + 1,
        Some(number) => u32::try_from(number)
            .map_err(|_| place.problem("sequence", "The number of a question counts from 0 upwards."))?,
    };
    let kind = match place.kind()? {
        "accessPackageTextInputQuestion" => QuestionKind::Text {
            single_line: place.flag("isSingleLineQuestion")?,
            pattern: pattern(place)?,
        },
        "accessPackageMultipleChoiceQuestion" => QuestionKind::Choice {
            multiple: place.flag("isMultipleSelectionAllowed")?,
            choices: choices(place)?,
        },
        "" => return Err(place.problem("@odata.type", "The kind of this question is missing.")),
        other => {
            let message = format!("“{other}” is not a kind of question that is known here.");
            return Err(place.problem("@odata.type", message));
        }
    };
    Ok(Question {
        id: place.text("id")?.map_or_else(|| sequence.to_string(), str::to_owned),
        sequence,
        text: place.needed("text", "The question has no text.")?,
        required: place.flag("isRequired")?,
        editable: place.flag("isAnswerEditable")?,
        localizations: localizations(place)?,
        kind,
    })
}

fn pattern(place: &Place<'_>) -> Result<Option<String>, Problem> {
    let Some(pattern) = place.text("regexPattern")?.filter(|pattern| !pattern.is_empty()) else {
        return Ok(None);
    };
    if pattern.chars().count() > LONGEST_PATTERN {
        let message = format!("The pattern is longer than {LONGEST_PATTERN} characters.");
        return Err(place.problem("regexPattern", message));
    }
    match to_regex(pattern) {
        Some(_) => Ok(Some(pattern.to_owned())),
        None => Err(place.problem(
            "regexPattern",
            "The pattern is not a regular expression that can be checked in bounded time (without look-around and back-references).",
        )),
    }
}

fn choices(place: &Place<'_>) -> Result<Vec<Choice>, Problem> {
    let list = place.list("choices")?;
    if list.is_empty() || list.len() > MOST_CHOICES {
        return Err(place.problem("choices", format!("A question offers 1 to {MOST_CHOICES} choices.")));
    }
    let mut choices: Vec<Choice> = Vec::new();
    for one in &list {
        let value = one.needed("actualValue", "The choice has no value.")?;
        if choices.iter().any(|other| other.value == value) {
            return Err(one.problem("actualValue", format!("The choice “{value}” is there twice.")));
        }
        choices.push(Choice {
            text: one.text("text")?.unwrap_or(&value).to_owned(),
            value,
            localizations: localizations(one)?,
        });
    }
    Ok(choices)
}

fn localizations(place: &Place<'_>) -> Result<Vec<Localization>, Problem> {
    let one = |place: &Place<'_>| {
        Ok(Localization {
            language: place.needed("languageCode", "Say which language this is.")?,
            text: place.needed("text", "The text in this language is missing.")?,
        })
    };
    place.list("localizations")?.iter().map(one).collect()
}

impl Question {
    /// Graph's JSON.
    pub(in crate::policy) fn to_graph(&self) -> Value {
        let mut json = match &self.kind {
            QuestionKind::Text { single_line, pattern } => json!({
                "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
                "isSingleLineQuestion": single_line,
                "regexPattern": pattern,
            }),
            QuestionKind::Choice { multiple, choices } => {
                let choice = |one: &Choice| {
                    json!({
                        "actualValue": one.value,
                        "text": one.text,
                        "localizations": to_graph(&one.localizations),
                    })
                };
                json!({
                    "@odata.type": "#microsoft.graph.accessPackageMultipleChoiceQuestion",
                    "isMultipleSelectionAllowed": multiple,
                    "choices": choices.iter().map(choice).collect::<Value>(),
                })
            }
        };
        // An id that was only made of the number is not Graph's.
        if self.id != self.sequence.to_string() {
            json["id"] = json!(self.id);
        }
        json["sequence"] = json!(self.sequence);
        json["text"] = json!(self.text);
        json["isRequired"] = json!(self.required);
        json["isAnswerEditable"] = json!(self.editable);
        json["localizations"] = to_graph(&self.localizations);
        json
    }
}

fn to_graph(localizations: &[Localization]) -> Value {
    localizations
        .iter()
        .map(|one| json!({ "languageCode": one.language, "text": one.text }))
        .collect()
}
