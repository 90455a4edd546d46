//! Which of a key and a sign-in a question goes with.

use std::collections::BTreeMap;

use super::*;

/// What the gateway goes with where the environment holds `keys` and the key store says `stored`.
fn goes_with(keys: &[Variable], stored: &Stored, named: Option<&str>) -> String {
    let facts = Facts {
        keys: keys.to_vec(),
        signed_in: true,
        ..Facts::default()
    };
    let account = "gateway@https://ai-gateway.vercel.sh".to_owned();
    let answers = BTreeMap::from([(account, stored.clone())]);
    match choose(named, &facts, &answers) {
        Ok(Step::Ready(resolved)) => {
            format!("{} {:?}", resolved.connection.name(), resolved.auth())
        }
        Ok(Step::AskKeyStore { account }) => account,
        Err(failure) => failure.code.as_str().to_owned(),
    }
}

/// Mutation seen to fail: asking for the sign-in before the key store.
#[test]
fn a_key_comes_first_and_the_sign_in_where_there_is_none() {
    let api = [Variable::AiGatewayApiKey];
    for (keys, stored, expected) in [
        (&[][..], Stored::Present, "gateway ApiKey"),
        (&[], Stored::Empty, "gateway Oidc"),
        (&[], Stored::NoKeyring, "gateway Oidc"),
        (&api, Stored::Empty, "gateway ApiKey"),
    ] {
        for named in [None, Some("gateway")] {
            let found = goes_with(keys, &stored, named);
            assert_eq!(found, expected, "{keys:?} {stored:?} {named:?}");
        }
    }
}

#[test]
fn it_is_the_gateways_alone() {
    let found = goes_with(&[], &Stored::Empty, Some("openai"));
    assert_eq!(found, "openai@https://api.openai.com");
}
