using ServerlessMessaging.Contract;

namespace ServerlessMessaging.Tests.Contract;

public sealed class DerivedNameTests
{
    [Fact]
    public void Compute_KindAndParts_IsTheSameInEveryVersion() =>
        Assert.Equal("83ce017331eaea080877ffb9034dd353", DerivedName.Compute(NameKind.Customer, "integration", "c-42"));

    [Theory]
    [InlineData("a", "b\nc", "a\nb", "c")]
    [InlineData("a", "1:b", "a|1:1", "b")]
    [InlineData("a|1:b", "c", "a", "b|1:c")]
    [InlineData("", "a", "a", "")]
    public void Compute_PartsThatJoinAlike_AreDifferentNames(string first, string second, string otherFirst, string otherSecond) =>
        Assert.NotEqual(DerivedName.Compute(NameKind.Customer, first, second), DerivedName.Compute(NameKind.Customer, otherFirst, otherSecond));

    [Theory]
    [InlineData("integration\nvictim", "integration", "victim")]
    [InlineData("11:integration|6:victim", "integration", "victim")]
    [InlineData("a", "a", "")]
    public void Compute_OnePartLikeTwo_IsAnotherName(string one, string first, string second) =>
        Assert.NotEqual(DerivedName.Compute(NameKind.Customer, one), DerivedName.Compute(NameKind.Customer, first, second));

    [Fact]
    public void Compute_EqualPartsOfAllKinds_AreDifferentNames()
    {
        var names = Enum.GetValues<NameKind>().Select(kind => DerivedName.Compute(kind, "u-1")).ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
    }
}
