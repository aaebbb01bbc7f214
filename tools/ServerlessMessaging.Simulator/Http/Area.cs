using ServerlessMessaging.Simulator.Control;
using ServerlessMessaging.Simulator.Identity;
using ServerlessMessaging.Simulator.Phone;
using ServerlessMessaging.Simulator.Vault;

namespace ServerlessMessaging.Simulator.Http;

/// <summary>One of the parts that requests arrive at, with what sets it apart on the wire.</summary>
internal sealed record Area(Func<RefusalException, string, object> ErrorBody)
{
    /// <summary>Requests are kept for the control API, and faults apply to them.</summary>
    public bool IsRecorded { get; init; }

    /// <summary>Bodies carry secrets and are never shown.</summary>
    public bool HidesBodies { get; init; }

    public bool IsRateLimited { get; init; }

    public static readonly Area Login = new(GenesysErrorBody.Of) { IsRecorded = true, HidesBodies = true };

    public static readonly Area Api = new(GenesysErrorBody.Of) { IsRecorded = true, IsRateLimited = true };

    public static readonly Area Vault = new(VaultErrorBody.Of) { IsRecorded = true, HidesBodies = true };

    public static readonly Area Identity = new(IdentityErrorBody.Of) { IsRecorded = true };

    public static readonly Area Control = new(ControlErrorBody.Of);

    public static readonly Area Phone = new(GenesysErrorBody.Of);

    /// <summary>Everything that is not known to belong elsewhere is answered as the platform's API would.</summary>
    public static Area OfPlatform(HttpRequest request) =>
        request.Path.StartsWithSegments("/oauth", StringComparison.OrdinalIgnoreCase) ? Login
        : request.Path.StartsWithSegments("/simulator", StringComparison.OrdinalIgnoreCase) ? Control
        : request.Path == IdentityEndpoint.Path ? Identity
        : PhonePage.Serves(request.Path) ? Phone
        : Api;
}
