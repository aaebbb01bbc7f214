using ServerlessMessaging.Simulator.Control;
using ServerlessMessaging.Simulator.Identity;
using ServerlessMessaging.Simulator.Phone;
using ServerlessMessaging.Simulator.Vault;

namespace ServerlessMessaging.Simulator.Http;

/// <summary>A part of the simulator with its own error body and middleware behaviour.</summary>
internal sealed record Area(Func<RefusalException, string, object> ErrorBody)
{
    /// <summary>Requests are kept for the control API, and faults apply to them.</summary>
    public bool IsRecorded { get; init; }

    /// <summary>Bodies carry secrets and are never shown.</summary>
    public bool HidesBodies { get; init; }

    public bool IsRateLimited { get; init; }

    public static readonly Area Login = new(GenesysErrorBody.From) { IsRecorded = true, HidesBodies = true };

    public static readonly Area Api = new(GenesysErrorBody.From) { IsRecorded = true, IsRateLimited = true };

    public static readonly Area Vault = new(VaultErrorBody.From) { IsRecorded = true, HidesBodies = true };

    public static readonly Area Identity = new(IdentityErrorBody.From) { IsRecorded = true };

    public static readonly Area Control = new(ControlErrorBody.From);

    public static readonly Area Phone = new(GenesysErrorBody.From);

    /// <summary>A path that belongs to no other area belongs to the platform's API.</summary>
    public static Area FromPath(HttpRequest request) =>
        request.Path.StartsWithSegments("/oauth", StringComparison.OrdinalIgnoreCase) ? Login
        : request.Path.StartsWithSegments("/simulator", StringComparison.OrdinalIgnoreCase) ? Control
        : request.Path == IdentityEndpoint.Path ? Identity
        : PhonePage.Serves(request.Path) ? Phone
        : Api;
}
