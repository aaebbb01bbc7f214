using Microsoft.Extensions.Primitives;
using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Login;

/// <summary>The caller of the API: the client of the token, or the reason why the token is not accepted.</summary>
internal sealed record Caller(AccessToken? Token, RefusalException? Refusal)
{
    public static readonly Caller Unknown = Refused("authentication.required", "The bearer token is missing");

    /// <summary>All callers without a known token share one rate limit.</summary>
    public string ClientId => Token?.ClientId ?? "";

    public static Caller Identify(StringValues authorization, AccessTokens tokens)
    {
        if (StringValues.IsNullOrEmpty(authorization))
        {
            return Unknown;
        }

        const string Scheme = "Bearer ";
        var header = authorization.ToString();
        var token = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? tokens.Find(header[Scheme.Length..].Trim()) : null;
        if (token is null)
        {
            return Refused("bad.credentials", "The bearer token is not valid");
        }

        return tokens.IsExpired(token)
            ? new(token, Unauthenticated("credentials.expired", "The bearer token has expired"))
            : new(token, null);
    }

    private static Caller Refused(string code, string message) => new(null, Unauthenticated(code, message));

    private static RefusalException Unauthenticated(string code, string message) =>
        new(StatusCodes.Status401Unauthorized, message) { Code = code };
}
