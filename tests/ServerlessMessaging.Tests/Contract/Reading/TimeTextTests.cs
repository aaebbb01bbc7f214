using System.Globalization;
using ServerlessMessaging.Contract.Reading;

namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class TimeTextTests
{
    [Theory]
    [InlineData("2026-12-01T09:00:00Z", "2026-12-01T09:00:00.0000000")]
    [InlineData("2026-12-01t09:00:00z", "2026-12-01T09:00:00.0000000")]
    [InlineData("2026-12-01T09:00:00+0000", "2026-12-01T09:00:00.0000000")]
    [InlineData("2026-12-01T09:00:00.123+0000", "2026-12-01T09:00:00.1230000")]
    [InlineData("2026-12-01T09:00:00-00:00", "2026-12-01T09:00:00.0000000")]
    [InlineData("2026-12-01T09:00:00+01:30", "2026-12-01T07:30:00.0000000")]
    [InlineData("2026-12-01T09:00:00-0130", "2026-12-01T10:30:00.0000000")]
    [InlineData("2026-12-01T09:00:00+01", "2026-12-01T08:00:00.0000000")]
    [InlineData("2026-12-01T09:00Z", "2026-12-01T09:00:00.0000000")]
    [InlineData("2026-12-01T09:00:00.1Z", "2026-12-01T09:00:00.1000000")]
    [InlineData("2026-12-01T09:00:00.123456700Z", "2026-12-01T09:00:00.1234567")]
    [InlineData("2026-12-01T09:00:00.1234567000000000+00:00", "2026-12-01T09:00:00.1234567")]
    public void Read_Rfc3339OrBasicOffset_ReturnsTheMomentInUtc(string text, string utc) =>
        Assert.Equal(new DateTimeOffset(DateTime.Parse(utc, CultureInfo.InvariantCulture), TimeSpan.Zero), TimeText.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("2026-12-01")]
    [InlineData("2026-12-01T09:00:00")]
    [InlineData("2026-12-01 09:00:00Z")]
    [InlineData("2026-12-01T09Z")]
    [InlineData("2026-12-1T9:00:00Z")]
    [InlineData("20261201T090000Z")]
    [InlineData("2026-12-01T09:00:00.Z")]
    [InlineData("2026-12-01T09:00:00,5Z")]
    [InlineData("2026-12-01T09:00:00Z ")]
    [InlineData("2026-12-01T09:00:00Z\n")]
    [InlineData("2026-12-01T09:00:00+1")]
    [InlineData("2026-12-01T09:00:00+010")]
    [InlineData("2026-12-01T09:00:00+01:")]
    [InlineData("2026-12-01T09:00:00+01:0")]
    [InlineData("2026-12-01T09:00:00+15:00")]
    [InlineData("2026-12-01T09:00:00+0160")]
    [InlineData("2026-02-30T09:00:00Z")]
    [InlineData("2026-12-01T24:00:00Z")]
    [InlineData("2026-12-01T09:00:61Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("٢٠٢٦-12-01T09:00:00Z")]
    public void Read_NoTimeWithOffset_ReturnsNull(string text) => Assert.Null(TimeText.Read(text));

    [Fact]
    public void Read_LongerThanAnyTime_ReturnsNull() => Assert.Null(TimeText.Read("2026-12-01T09:00:00.12345678901234567+00:00"));
}
