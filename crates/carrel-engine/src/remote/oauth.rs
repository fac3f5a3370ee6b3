//! OAuth 2.1 on our wire: the `oauth2` crate builds and reads the messages, this file carries them.

use super::classify;
use super::wire::Wire;
use carrel_protocol::{AuthorizationGrant, Failure, LaterReason, Secret, Tokens};
use oauth2::basic::{BasicClient, BasicErrorResponseType, BasicTokenResponse};
use oauth2::{
    AsyncHttpClient, AuthorizationCode, ClientId, HttpRequest, HttpResponse, PkceCodeVerifier, RedirectUrl,
    RefreshToken, RequestTokenError, StandardErrorResponse, TokenResponse, TokenUrl,
};
use std::pin::Pin;
use url::Url;

pub(super) const CLIENT_ID: &str = "carrel-desktop";

type TokenError = RequestTokenError<Failure, StandardErrorResponse<BasicErrorResponseType>>;

pub(super) async fn redeem(wire: &dyn Wire, token_url: Url, grant: AuthorizationGrant) -> Result<Tokens, Failure> {
    let redirect = RedirectUrl::new(grant.redirect_uri).map_err(|_| Failure::ours("A redirect address was not one"))?;
    let client = BasicClient::new(ClientId::new(CLIENT_ID.into()))
        .set_token_uri(TokenUrl::from_url(token_url))
        .set_redirect_uri(redirect);
    let answer = client
        .exchange_code(AuthorizationCode::new(grant.code.expose().to_owned()))
        .set_pkce_verifier(PkceCodeVerifier::new(grant.verifier.expose().to_owned()))
        .request_async(&Carrier(wire))
        .await;
    answer.map(tokens).map_err(failure)
}

pub(super) async fn refresh(wire: &dyn Wire, token_url: Url, refresh: &Secret) -> Result<Tokens, Failure> {
    let client = BasicClient::new(ClientId::new(CLIENT_ID.into())).set_token_uri(TokenUrl::from_url(token_url));
    let token = RefreshToken::new(refresh.expose().to_owned());
    let answer = client.exchange_refresh_token(&token).request_async(&Carrier(wire)).await;
    answer.map(tokens).map_err(failure)
}

/// Our wire in the shape the `oauth2` crate takes.
struct Carrier<'w>(&'w dyn Wire);

impl<'c> AsyncHttpClient<'c> for Carrier<'_> {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Failure>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(carry(self.0, request))
    }
}

async fn carry(wire: &dyn Wire, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let request =
        reqwest::Request::try_from(request).map_err(|_| Failure::ours("A token request could not be built"))?;
    let response = wire.carry(request).await?;
    let status = response.status();
    // 400 and 401 carry OAuth's own explanation; anything else is sorted like every other answer.
    if !status.is_success() && status != 400 && status != 401 {
        return Err(classify::success(response).await.err().unwrap_or(Failure::later(LaterReason::Garbled)));
    }
    let mut answer = http::Response::builder().status(status);
    if let Some(headers) = answer.headers_mut() {
        *headers = response.headers().clone();
    }
    answer.body(classify::body(response, MOST_BYTES).await?).map_err(|_| Failure::later(LaterReason::Garbled))
}

/// An answer about tokens is a few lines.
const MOST_BYTES: usize = 64 * 1024;

fn tokens(answer: BasicTokenResponse) -> Tokens {
    Tokens {
        access_token: Secret::new(answer.access_token().secret()),
        refresh_token: answer.refresh_token().map(|token| Secret::new(token.secret())),
        expires_in: answer.expires_in().map(|lasts| lasts.as_secs()),
    }
}

fn failure(error: TokenError) -> Failure {
    match error {
        RequestTokenError::Request(failure) => failure,
        RequestTokenError::ServerResponse(answer) => match answer.error() {
            BasicErrorResponseType::InvalidGrant | BasicErrorResponseType::UnauthorizedClient => Failure::SignInAgain,
            other => Failure::ours(format!("The token endpoint answered {other}")),
        },
        RequestTokenError::Parse(..) => Failure::later(LaterReason::NotTheSchool),
        RequestTokenError::Other(_) => Failure::later(LaterReason::Garbled),
    }
}
