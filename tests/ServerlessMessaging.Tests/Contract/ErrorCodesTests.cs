using System.Reflection;
using ServerlessMessaging.Contract;

namespace ServerlessMessaging.Tests.Contract;

public sealed class ErrorCodesTests
{
    private static readonly int[] DocumentedStatus = [400, 404, 409, 413, 415, 422, 500, 503, 504];

    [Fact]
    public void All_DeclaredCodes_ListsEach() =>
        Assert.Equal(typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Length, ErrorCodes.All.Count);

    [Fact]
    public void All_Codes_AreUnique() =>
        Assert.Empty(ErrorCodes.All.GroupBy(code => code.Code, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void All_Titles_AreUnique() =>
        Assert.Empty(ErrorCodes.All.GroupBy(code => code.Title, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void All_Codes_AreSmAndFourDigits() => Assert.All(ErrorCodes.All, code => Assert.Matches(@"\ASM[1-4][0-9]{3}\z", code.Code));

    [Fact]
    public void All_Statuses_AreDocumented() =>
        Assert.All(ErrorCodes.All, code => Assert.Contains(code.Status, DocumentedStatus));

    [Fact]
    public void All_CodesOfTheRequest_HaveStatus4xx() =>
        Assert.All(ErrorCodes.All.Where(code => code.Code[2] is '1' or '3'), code => Assert.InRange(code.Status, 400, 499));

    [Fact]
    public void All_CodesOfTheService_HaveStatus5xx() =>
        Assert.All(ErrorCodes.All.Where(code => code.Code[2] == '4'), code => Assert.InRange(code.Status, 500, 599));

    [Fact]
    public void All_Titles_AreOneSentence() => Assert.All(ErrorCodes.All, code => Assert.Matches(@"\A[A-Za-z][^.\n]*\.\z", code.Title));

    [Fact]
    public void All_Codes_AreSorted() =>
        Assert.Equal(ErrorCodes.All.Select(code => code.Code).Order(StringComparer.Ordinal), ErrorCodes.All.Select(code => code.Code));

    [Fact]
    public void ToString_Code_ReturnsItsText() => Assert.Equal("SM1001", ErrorCodes.NotJson.ToString());
}
