using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ServerlessMessaging.Simulator.Control;
using ServerlessMessaging.Simulator.Hosting;
using ServerlessMessaging.Simulator.Vault;

namespace ServerlessMessaging.Simulator;

/// <summary>Genesys Cloud and its Key Vault on this machine, until disposed.</summary>
public sealed class GenesysSimulator : IAsyncDisposable
{
    private static readonly TimeSpan TenYears = TimeSpan.FromDays(3650);

    private readonly WebApplication _platform;
    private readonly WebApplication _vault;
    private readonly X509Certificate2? _ownCertificate;
    private readonly SimulatorState _state;

    private GenesysSimulator(
        WebApplication platform, WebApplication vault, X509Certificate2? ownCertificate, SimulatorState state, VaultAccess access)
    {
        (_platform, _vault, _ownCertificate, _state) = (platform, vault, ownCertificate, state);
        Address = new Uri($"http://127.0.0.1:{LoopbackServer.PortOf(platform)}");
        VaultAddress = access.Address;
        VaultThumbprint = access.Thumbprint;
        VaultToken = access.Token;
    }

    /// <summary>Login, API, control API and phone page.</summary>
    public Uri Address { get; }

    public Uri VaultAddress { get; }

    /// <summary>SHA-256 of the vault's certificate, in hex.</summary>
    public string VaultThumbprint { get; }

    /// <summary>A bearer token for the vault, valid for ten years; it differs at every start.</summary>
    public string VaultToken { get; }

    /// <summary>The <c>IDENTITY_ENDPOINT</c> at which a process gets tokens of its managed identity.</summary>
    public Uri IdentityEndpoint => new(Address, Identity.IdentityEndpoint.Path);

    /// <summary>The <c>IDENTITY_HEADER</c> of requests to that endpoint; it differs at every start.</summary>
    public string IdentityHeader => _state.Identity.Header;

    /// <exception cref="IOException">A port cannot be opened, mostly because it is in use.</exception>
    public static async Task<GenesysSimulator> StartAsync(SimulatorOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();

        var state = new SimulatorState(options);
        var ownCertificate = options.VaultCertificate is null ? DevelopmentCertificate.Create() : null;
        var certificate = options.VaultCertificate ?? ownCertificate!;
        WebApplication? vault = null;
        try
        {
            vault = await VaultServer.StartAsync(options.VaultPort, certificate, state, cancellationToken);
            var access = new VaultAccess(
                new Uri($"https://localhost:{LoopbackServer.PortOf(vault)}"),
                certificate.GetCertHashString(HashAlgorithmName.SHA256),
                state.Identity.Issue(VaultGuard.Resource, TenYears).Value);
            var platform = await PlatformServer.StartAsync(options.Port, access, state, cancellationToken);
            return new(platform, vault, ownCertificate, state, access);
        }
        catch
        {
            if (vault is not null)
            {
                await vault.DisposeAsync();
            }

            ownCertificate?.Dispose();
            await state.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _platform.StopAsync();
        await _platform.DisposeAsync();
        await _state.DisposeAsync();
        await _vault.StopAsync();
        await _vault.DisposeAsync();
        _ownCertificate?.Dispose();
    }
}
