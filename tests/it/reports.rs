//! Every output over the same documents: the same findings, the same status, whatever the format.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::run_in;

const CORPUS: &str = "tests/corpus";
const FORMATS: [&str; 12] = [
    "human",
    "short",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "rdjsonl",
    "markdown",
    "dolma",
];

/// All reports of one run, by format; the status is that of a run that found errors.
fn reports(jobs: &str) -> BTreeMap<&'static str, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = |format: &str| folder.path().join(format);
    let mut args = vec!["--quiet", "--min-severity", "note", "--jobs", jobs, CORPUS];
    let outputs = FORMATS.map(|format| format!("--format={format}={}", file(format).display()));
    args.extend(outputs.iter().map(String::as_str));
    let ran = run_in(Path::new(env!("CARGO_MANIFEST_DIR")), &args);
    assert_eq!((ran.code, &*ran.err), (1, ""));
    let read = |format| (format, std::fs::read_to_string(file(format)).unwrap());
    FORMATS.map(read).into()
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// (rule, path, line) of each finding.
type Found = Vec<(String, String, u64)>;

fn found(values: &[Value], paths: [&str; 3]) -> Found {
    let text = |value: &Value, path| value.pointer(path).unwrap().as_str().unwrap().to_owned();
    let [rule, path, line] = paths;
    let one = |value: &Value| {
        (text(value, rule), text(value, path), value.pointer(line).unwrap().as_u64().unwrap())
    };
    values.iter().map(one).collect()
}

#[test]
fn every_format_tells_the_same_findings_whatever_the_threads() {
    let reports = reports("1");
    assert!(reports == self::reports("4"), "threads show");
    let expected = found(&lines(&reports["jsonl"]), ["/rule", "/path", "/line"]);
    assert!(expected.len() > 10);

    let json: Value = serde_json::from_str(&reports["json"]).unwrap();
    let json = json["diagnostics"].as_array().unwrap();
    assert_eq!(found(json, ["/rule", "/path", "/line"]), expected);

    let sarif: Value = serde_json::from_str(&reports["sarif"]).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let place = "/locations/0/physicalLocation";
    let (path, line) =
        (format!("{place}/artifactLocation/uri"), format!("{place}/region/startLine"));
    assert_eq!(found(results, ["/ruleId", &path, &line]), expected);

    check_sarif(&sarif);

    let issues: Vec<Value> = serde_json::from_str(&reports["gitlab"]).unwrap();
    check_gitlab(&issues);
    let paths = ["/check_name", "/location/path", "/location/lines/begin"];
    assert_eq!(found(&issues, paths), expected);

    let paths = ["/code/value", "/location/path", "/location/range/start/line"];
    assert_eq!(found(&lines(&reports["rdjsonl"]), paths), expected);

    let parsed = roxmltree::Document::parse(&reports["checkstyle"]).unwrap();
    let errors = parsed.descendants().filter(|node| node.has_tag_name("error"));
    let errors: Found = errors
        .map(|error| {
            let rule = error.attribute("source").unwrap().trim_start_matches("corpus-lint.");
            let path = error.parent().unwrap().attribute("name").unwrap();
            (rule.into(), path.into(), error.attribute("line").unwrap().parse().unwrap())
        })
        .collect();
    assert_eq!(errors, expected);

    let junit = quick_junit::Report::deserialize_from_str(&reports["junit"]).unwrap();
    assert_eq!(junit.tests, expected.len());
    for format in ["short", "github"] {
        assert_eq!(reports[format].lines().count(), expected.len(), "{format}");
    }
    let human = &reports["human"];
    let heads = expected.iter().filter(|(rule, ..)| human.contains(&format!("[{rule}]: "))).count();
    assert_eq!(heads, expected.len());
    let headers = human.lines().filter(|line| {
        ["error[", "warning[", "note["].iter().any(|severity| line.starts_with(severity))
    });
    assert_eq!(headers.count(), expected.len());
    check_dolma(&reports["dolma"]);
}

/// The whole log is what the standard's own schema asks for, and each result's rule is described.
fn check_sarif(log: &Value) {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas/sarif-2.1.0.json");
    // The schema has a bracket too many in one pattern, which makes it no schema.
    let schema = std::fs::read_to_string(schema).unwrap().replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let wrong: Vec<String> = validator.iter_errors(log).map(|error| error.to_string()).collect();
    assert_eq!(wrong, Vec::<String>::new());
    let rules = log.pointer("/runs/0/tool/driver/rules").unwrap().as_array().unwrap();
    for result in log.pointer("/runs/0/results").unwrap().as_array().unwrap() {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        for key in ["shortDescription", "help", "defaultConfiguration"] {
            assert!(rule[key].is_object(), "{} has no {key}", rule["id"]);
        }
    }
}

/// What GitLab asks of a code quality report: these fields, these levels, no fingerprint twice.
fn check_gitlab(issues: &[Value]) {
    let mut seen = std::collections::BTreeSet::new();
    for issue in issues {
        assert!(issue["description"].is_string() && issue["check_name"].is_string());
        assert!(seen.insert(issue["fingerprint"].as_str().unwrap()), "{issue}");
        let levels = ["info", "minor", "major", "critical", "blocker"];
        assert!(levels.contains(&issue["severity"].as_str().unwrap()), "{issue}");
        let path = issue.pointer("/location/path").unwrap().as_str().unwrap();
        assert!(!path.starts_with(['.', '/']), "{path}");
        assert!(issue.pointer("/location/lines/begin").unwrap().as_u64() > Some(0));
    }
}

/// Dolma's offsets count code points of the text field, and its lines pair up with the records.
fn check_dolma(report: &str) {
    let attributes = lines(report);
    let wire = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join(CORPUS).join("wire.jsonl"),
    );
    let records = lines(&wire.unwrap());
    let ours: Vec<&Value> =
        attributes.iter().filter(|line| line["source"] == "tests/corpus/wire.jsonl").collect();
    assert_eq!(ours.len(), records.len());
    let mut spans = 0;
    for (line, record) in ours.iter().zip(&records) {
        assert_eq!(line["id"], record["id"]);
        let chars = record["text"].as_str().unwrap().chars().count() as u64;
        for found in line["attributes"].as_object().unwrap().values() {
            for span in found.as_array().unwrap() {
                let (start, end) = (span[0].as_u64().unwrap(), span[1].as_u64().unwrap());
                assert!(start <= end && end <= chars);
                spans += 1;
            }
        }
    }
    assert!(spans > 3);
}

#[test]
fn no_line_for_people_is_a_raw_paragraph() {
    let paragraph = "It rained on the old harbour wall and nobody came. ".repeat(60);
    let text = format!("A headline\n\n{paragraph}Experts say so. {paragraph}\n");
    let root = crate::folder(&[("a.txt", &text)]);
    let ran = run_in(root.path(), &["--select", "attribution", "--min-severity", "note", "."]);
    assert!(ran.out.contains("Experts say so."), "{}", ran.out);
    let widest = ran.out.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(widest < 180, "{}", ran.out);
}
