using Microsoft.Extensions.Options;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Records;

public sealed class RecordsOptionsTests
{
    [Theory]
    [InlineData("Records:OnUnknownOutcome", "7")]
    [InlineData("Records:Retention", "14.23:59:59")]
    [InlineData("Records:Retention", "366.00:00:00")]
    [InlineData("Records:ContentRetention", "15.00:00:01")]
    [InlineData("Records:ContentRetention", "-00:00:01")]
    public void Validate_ValueOutOfRange_NamesTheSetting(string setting, string value)
    {
        using var product = new ProductFixture((setting, value));

        var exception = Assert.Throws<OptionsValidationException>(product.Get<IStartupValidator>().Validate);

        Assert.Contains(setting.Split(':')[1], exception.Message, StringComparison.Ordinal);
    }
}
