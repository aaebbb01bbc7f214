using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ServerlessMessaging.Simulator.Control;
using ServerlessMessaging.Simulator.Hosting;
using ServerlessMessaging.Simulator.Vault;

namespace ServerlessMessaging.Simulator;

/// <summary>Genesys Cloud and its Key Vault on this machine, until disposed.</summary>
public sealed class GenesysSimulator : IAsyncDisposable
{
    private readonly WebApplication _platform;
    private readonly WebApplication _vault;
    private readonly X509Certificate2 _certificate;
    private readonly SimulatorState _state;

    private GenesysSimulator(
        WebApplication platform, WebApplication vault, X509Certificate2 certificate, SimulatorState state, VaultAccess access)
    {
        (_platform, _vault, _certificate, _state) = (platform, vault, certificate, state);
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

    /// <summary>The bearer token that the vault accepts; another one at every start.</summary>
    public string VaultToken { get; }

    /// <exception cref="IOException">A port cannot be opened, mostly because it is in use.</exception>
    public static async Task<GenesysSimulator> StartAsync(SimulatorOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();

        var state = new SimulatorState(options);
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var certificate = DevelopmentCertificate.Create();
        WebApplication? vault = null;
        try
        {
            vault = await VaultServer.StartAsync(options.VaultPort, certificate, token, state, cancellationToken);
            var access = new VaultAccess(
                new Uri($"https://localhost:{LoopbackServer.PortOf(vault)}"),
                certificate.GetCertHashString(HashAlgorithmName.SHA256),
                token);
            var platform = await PlatformServer.StartAsync(options.Port, access, state, cancellationToken);
            return new(platform, vault, certificate, state, access);
        }
        catch
        {
            if (vault is not null)
            {
                await vault.DisposeAsync();
            }

            certificate.Dispose();
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
        _certificate.Dispose();
    }
}
