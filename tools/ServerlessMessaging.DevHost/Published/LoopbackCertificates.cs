using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ServerlessMessaging.DevHost.Published;

/// <summary>A certificate authority of this process and a server certificate that it issued, in memory and as PEM files.</summary>
internal sealed class LoopbackCertificates : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serverless-messaging-certificates-");

    /// <param name="names">The DNS names of the server certificate.</param>
    public LoopbackCertificates(IEnumerable<string> names)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Development authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        Authority = authority.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new CertificateRequest("CN=Development server", serverKey, HashAlgorithmName.SHA256);
        var alternativeNames = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            alternativeNames.AddDnsName(name);
        }

        server.CertificateExtensions.Add(alternativeNames.Build());
        server.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        server.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        using var certificate = server.Create(Authority, now.AddDays(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        Server = certificate.CopyWithPrivateKey(serverKey);

        File.WriteAllText(AuthorityFile, Authority.ExportCertificatePem());
        File.WriteAllText(ServerFile, Server.ExportCertificatePem());
        File.WriteAllText(ServerKeyFile, serverKey.ExportPkcs8PrivateKeyPem());
    }

    public X509Certificate2 Authority { get; }

    /// <summary>With its private key.</summary>
    public X509Certificate2 Server { get; }

    public string AuthorityFile => Path.Combine(_folder.FullName, "authority.pem");

    public string ServerFile => Path.Combine(_folder.FullName, "server.pem");

    public string ServerKeyFile => Path.Combine(_folder.FullName, "server.key");

    public void Dispose()
    {
        Authority.Dispose();
        Server.Dispose();
        _folder.Delete(recursive: true);
    }
}
