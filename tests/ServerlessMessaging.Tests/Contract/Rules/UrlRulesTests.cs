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
    [InlineData("https://example.com/a@b?c[]=d@e&f=%E2%80%8B#g[0]")]
    [InlineData("https://example.com?a=%25")]
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
    [InlineData("https://example.com/a\u00a0b")]
    [InlineData("https://example.com/\u2003")]
    [InlineData("https://example.com/\u2028")]
    [InlineData("https://example.com/\u3000")]
    [InlineData("https://example.com/a\u200bb")]
    [InlineData("https://exa\u00admple.com/")]
    [InlineData("https://example.com/\ufeff")]
    [InlineData("https://example.com/\u202egnp.exe")]
    [InlineData("https://example.com/\u2066a\u2069")]
    [InlineData("https://example.com/\u061c")]
    [InlineData("https://example.com/\u0085")]
    [InlineData("https://example.com/\u115f")]
    [InlineData("https://example.com/\u2800")]
    [InlineData("https://example.com/\ufe0f")]
    [InlineData("https://example.com/\U000e0041")]
    [InlineData("https://example.com/%")]
    [InlineData("https://example.com/%2")]
    [InlineData("https://example.com/100%zz")]
    [InlineData("https://example.com/?a=50%&b=c")]
    [InlineData("https://example.com/#%g0")]
    [InlineData("https://example.com/[a]")]
    [InlineData("https://example.com/a]")]
    [InlineData("https://user:password@example.com/")]
    [InlineData("https://user@example.com/")]
    [InlineData("https://@example.com/")]
    [InlineData("https://example.com@evil.example?a")]
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
        Expect.Broken(OpenUrl("http://" + Url(2042)), "SM1109", "/message/actions/0/url", "Shorten it by 1.");
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
