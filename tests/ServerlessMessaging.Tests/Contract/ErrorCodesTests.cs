using System.Reflection;
using ServerlessMessaging.Contract;

namespace ServerlessMessaging.Tests.Contract;

public sealed class ErrorCodesTests
{
    private static readonly int[] DocumentedStatus = [400, 404, 409, 413, 415, 422, 500, 503, 504];

    [Fact]
    public void Lists_every_code() =>
        Assert.Equal(typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Length, ErrorCodes.All.Count);

    [Fact]
    public void Has_no_code_twice() =>
        Assert.Empty(ErrorCodes.All.GroupBy(code => code.Code, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Has_no_title_twice() =>
        Assert.Empty(ErrorCodes.All.GroupBy(code => code.Title, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Writes_every_code_as_SM_and_four_digits() => Assert.All(ErrorCodes.All, code => Assert.Matches(@"\ASM[1-4][0-9]{3}\z", code.Code));

    [Fact]
    public void Answers_every_code_with_a_documented_status() =>
        Assert.All(ErrorCodes.All, code => Assert.Contains(code.Status, DocumentedStatus));

    [Fact]
    public void Answers_faults_of_the_request_with_4xx() =>
        Assert.All(ErrorCodes.All.Where(code => code.Code[2] is '1' or '3'), code => Assert.InRange(code.Status, 400, 499));

    [Fact]
    public void Answers_faults_of_ourselves_with_5xx() =>
        Assert.All(ErrorCodes.All.Where(code => code.Code[2] == '4'), code => Assert.InRange(code.Status, 500, 599));

    [Fact]
    public void Says_every_title_as_one_sentence() => Assert.All(ErrorCodes.All, code => Assert.Matches(@"\A[A-Za-z][^.\n]*\.\z", code.Title));

    [Fact]
    public void Sorts_the_codes() =>
        Assert.Equal(ErrorCodes.All.Select(code => code.Code).Order(StringComparer.Ordinal), ErrorCodes.All.Select(code => code.Code));

    [Fact]
    public void Writes_itself_as_its_code() => Assert.Equal("SM1001", ErrorCodes.NotJson.ToString());
}
