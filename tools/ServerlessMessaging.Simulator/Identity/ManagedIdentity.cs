using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ServerlessMessaging.Simulator.Identity;

/// <summary>The function app's user-assigned identity: issues access tokens as Microsoft Entra ID does, and checks them for the vault.</summary>
internal sealed class ManagedIdentity(TimeProvider timeProvider)
{
    public const string Tenant = "00000000-0000-0000-0000-000000000001";

    // Version 1.0 tokens, which managed identities get, name this issuer.
    private const string Issuer = $"https://sts.windows.net/{Tenant}/";

    private static readonly JsonWebTokenHandler Tokens = new();

    private readonly SymmetricSecurityKey _key = new(RandomNumberGenerator.GetBytes(32));

    /// <summary>The required value of <c>X-IDENTITY-HEADER</c>; it differs at every start.</summary>
    public string Header { get; } = Guid.NewGuid().ToString("N").ToUpperInvariant();

    /// <param name="resource">The audience, such as <c>https://vault.azure.net</c>.</param>
    /// <param name="lifetime">How long the token is valid.</param>
    public IdentityToken Issue(string resource, TimeSpan lifetime)
    {
        var now = timeProvider.GetUtcNow();
        var token = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = resource,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + lifetime).UtcDateTime,
            Claims = new Dictionary<string, object> { ["appid"] = DevelopmentValues.IdentityClientId, ["tid"] = Tenant },
            SigningCredentials = new(_key, SecurityAlgorithms.HmacSha256),
        };
        return new(Tokens.CreateToken(token), now + lifetime);
    }

    /// <summary>Whether the token was issued for that resource by this instance and has not expired.</summary>
    public async Task<bool> IsValidAsync(string token, string resource)
    {
        var result = await Tokens.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = resource,
            IssuerSigningKey = _key,
            LifetimeValidator = (_, expires, _, _) => timeProvider.GetUtcNow() < expires,
        });
        return result.IsValid;
    }
}

internal sealed record IdentityToken(string Value, DateTimeOffset ExpiresAt);
