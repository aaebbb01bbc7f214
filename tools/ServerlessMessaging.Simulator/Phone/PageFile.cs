namespace ServerlessMessaging.Simulator.Phone;

/// <summary>A file of the page, an embedded resource of the assembly.</summary>
internal sealed record PageFile(string Path, string ContentType, byte[] Content)
{
    private const string ResourcePrefix = "phone/";

    public static IEnumerable<PageFile> LoadAll() =>
        typeof(PageFile).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .Select(Load);

    private static PageFile Load(string resource)
    {
        using var stream = typeof(PageFile).Assembly.GetManifestResourceStream(resource)!;
        using var content = new MemoryStream();
        stream.CopyTo(content);

        var name = resource[ResourcePrefix.Length..];
        return new(name == "index.html" ? "/" : $"/{name}", ContentTypeOf(name), content.ToArray());
    }

    private static string ContentTypeOf(string name) => System.IO.Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var extension => throw new NotSupportedException($"The phone has no files of the type {extension}"),
    };
}
