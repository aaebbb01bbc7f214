using ServerlessMessaging.DeadLetters;

namespace ServerlessMessaging.Tests.DeadLetters;

public sealed class DeadLetterNameTests
{
    [Fact]
    public void A_name_says_queue_code_time_of_acceptance_and_id() => Assert.Equal(
        "messages/SM2004/20261122T120003Z-invoice-1001",
        DeadLetterName.Of("messages", "SM2004", new DateTimeOffset(2026, 11, 22, 14, 0, 3, 999, TimeSpan.FromHours(2)), "invoice-1001"));

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, "SM2004", null)]
    [InlineData("messages", null, "messages/")]
    [InlineData("messages", "SM2004", "messages/SM2004/")]
    public void What_is_asked_for_narrows_the_names(string? queue, string? code, string? prefix) => Assert.Equal(prefix, DeadLetterName.Prefix(queue, code));
}
