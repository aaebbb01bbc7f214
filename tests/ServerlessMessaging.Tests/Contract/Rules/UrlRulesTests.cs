namespace ServerlessMessaging.Tests.Contract.Rules;

public sealed class UrlRulesTests
{
    private const string Remedy = "Use an absolute URL that begins with https://";

    [Theory]
    [InlineData("https://example.com")]
    [InlineData("HTTPS://EXAMPLE.COM/")]
    [InlineData("https://example.com:8443/a/b.png?c=d&e=%20#f")]
    [InlineData("https://bücher.example/ü")]
    [InlineData("https://[2001:db8::1]/")]
    [InlineData("https://192.0.2.1/")]
    public void Check_AbsoluteHttpsUrl_IsAccepted(string url)
    {
        Expect.Valid(Image(url));
        Expect.Valid(OpenUrl(url));
    }

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("ftp://example.com/logo.png")]
    [InlineData("data:image/png;base64,AAAA")]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//example.com/")]
    [InlineData("/logo.png")]
    [InlineData("logo.png")]
    [InlineData("example.com")]
    [InlineData("https:example.com")]
    [InlineData("https:/example.com")]
    [InlineData("https://")]
    [InlineData("https:///a")]
    [InlineData("https://?a")]
    [InlineData("https://a b/")]
    [InlineData("https://example.com:99999/")]
    [InlineData("xhttps://example.com/")]
    [InlineData("https://example.com\\@evil.example/")]
    public void Check_OtherUrl_IsRefused(string url)
    {
        Expect.Broken(Image(url), "SM1112", "/message/image/url", Remedy);
        Expect.Broken(OpenUrl(url), "SM1112", "/message/actions/0/url", Remedy);
    }

    [Theory]
    [InlineData(" https://example.com/")]
    [InlineData("https://example.com/ ")]
    [InlineData("https://example.com/a b.png")]
    [InlineData("https://example.com/a\nb")]
    [InlineData("https://example.com/\u0001")]
    [InlineData("https://example.com/\"<a>")]
    public void Check_UrlWithInvalidCharacters_IsRefused(string url) =>
        Expect.Broken(Image(url), "SM1112", "/message/image/url", Remedy);

    [Fact]
    public void Check_UrlOf2048Units_IsAccepted()
    {
        Expect.Valid(Image(Url(2048)));
        Expect.Valid(OpenUrl(Url(2048)));
    }

    [Fact]
    public void Check_UrlOf2049Units_IsRefused()
    {
        Expect.Broken(Image(Url(2049)), "SM1109", "/message/image/url", "At most 2048 UTF-16 code units fit here, found 2049. Shorten it by 1.");
        Expect.Broken(OpenUrl(Url(2049)), "SM1109", "/message/actions/0/url", "Shorten it by 1.");
    }

    [Fact]
    public void Check_InvalidUrl_IsNotRepeatedInTheError() =>
        Assert.DoesNotContain("secret", Assert.Single(Expect.Errors(Image("http://example.com/?token=secret"))).Detail, StringComparison.Ordinal);

    private static string Url(int length) => "https://example.com/".PadRight(length, 'a');

    private static string Image(string url) => Body.Card(Body.Fill("""
        "image":{"url":§}
        """, url));

    private static string OpenUrl(string url) => Body.Actions(Body.Fill("""{"type":"openUrl","title":"t","url":§}""", url));
}
