//! What the type and code words of errors mean, and where such a word is finer than the status.

use super::Code;

/// Whether a typed code says more than the status does. A status of 401 is about the key whatever
/// else is said, unless it is about money; 5xx wrap errors of others.
pub(super) fn refines(code: Code, status: u16) -> bool {
    let client = (400..500).contains(&status);
    match code {
        Code::PaymentRequired | Code::QuotaExhausted => status >= 400,
        Code::ContextTooLong | Code::ModelNotFound | Code::Overloaded | Code::TooLarge => {
            status != 401 && status >= 400
        }
        // 413 is a request that no wait makes smaller, even where it is counted by the minute.
        Code::RateLimited => !matches!(status, 401 | 402 | 413) && status >= 400,
        Code::Forbidden => client && !matches!(status, 401 | 402 | 429),
        Code::Refused => client && !matches!(status, 401 | 429),
        Code::KeyRejected => matches!(status, 400 | 403),
        // Words of the first two are put on anything; none means the others.
        Code::BadRequest
        | Code::GatewayError
        | Code::ProviderError
        | Code::BadResponse
        | Code::ConfigInvalid
        | Code::KeyMissing
        | Code::KeyExpired
        | Code::KeyringLocked
        | Code::KeyringUnavailable
        | Code::KeyringDenied
        | Code::BudgetReached
        | Code::Offline
        | Code::Dns
        | Code::Tls
        | Code::Proxy
        | Code::Connect
        | Code::IdleTimeout
        | Code::Interrupted
        | Code::Storage
        | Code::Internal => false,
    }
}

/// What a type or code word of an error means, in the spelling of `body::normal`.
pub(super) fn code_of(word: &str) -> Option<Code> {
    Some(match word {
        "authenticationerror"
        | "invalidapikey"
        | "apikeyinvalid"
        | "unauthorized"
        | "unauthenticated"
        | "invalidauthentication"
        | "invalidauthenticationerror"
        | "expiredtokenexception"
        | "unrecognizedclientexception"
        // LiteLLM without a database: every key but its own one would have to be in there.
        | "nodbconnection" => Code::KeyRejected,
        "insufficientfunds"
        | "insufficientcredits"
        | "insufficientbalance"
        | "billingerror"
        | "billingnotactive"
        | "paymentrequired"
        | "arrearage"
        | "customerverificationrequired" => Code::PaymentRequired,
        "quotaforentityexceeded"
        | "insufficientquota"
        | "insufficientuserquota"
        | "preconsumetokenquotafailed"
        | "exceededcurrentquotaerror"
        | "servicequotaexceededexception"
        | "enforcedspendlimitreached"
        | "billinghardlimitreached"
        | "budgetexceeded" => Code::QuotaExhausted,
        "forbidden"
        | "permissionerror"
        | "permissiondenied"
        | "permissiondeniederror"
        | "accessdeniedexception"
        | "noprovidersavailable"
        | "unsupportedcountryregionterritory" => Code::Forbidden,
        "modelnotfound" | "deploymentnotfound" | "invalidmodel" => Code::ModelNotFound,
        "contextlengthexceeded"
        | "contextwindowexceedederror"
        | "exceedcontextsizeerror"
        | "modelcontextwindowexceeded" => Code::ContextTooLong,
        "requesttoolarge" | "requestentitytoolarge" | "payloadtoolarge" => Code::TooLarge,
        "ratelimitexceeded"
        | "ratelimiterror"
        | "ratelimited"
        | "ratelimitreachederror"
        | "resourceexhausted"
        | "throttlingerror"
        | "throttlingexception"
        | "toomanyrequests"
        | "toomanyrequestserror" => Code::RateLimited,
        "overloadederror"
        | "overloaded"
        | "engineoverloadederror"
        | "engineoverloaded"
        | "modelnotreadyexception"
        | "unavailable"
        | "unavailableerror"
        | "serviceunavailable"
        | "serviceunavailableerror"
        | "serviceunavailableexception" => Code::Overloaded,
        "contentfilter"
        | "contentpolicyviolation"
        | "datainspectionfailed"
        | "responsibleaipolicyviolation" => Code::Refused,
        "invalidrequesterror"
        | "invalidargument"
        | "badrequest"
        | "badrequesterror"
        | "validationexception" => Code::BadRequest,
        "internalservererror" | "apierror" | "servererror" | "timeouterror" | "gatewaytimeout" => {
            Code::GatewayError
        }
        _ => return None,
    })
}
