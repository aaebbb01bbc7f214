using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>Gets at the result that a function returns: an IResult, or a Task or ValueTask of one.</summary>
internal static class HttpResults
{
    public static bool IsKnown(Type returnType) => ReaderNameOf(returnType) is not null;

    public static Func<object?, Task<IResult>> ReaderOf(Type returnType)
    {
        var reader = typeof(HttpResults).GetMethod(ReaderNameOf(returnType)!, BindingFlags.Static | BindingFlags.NonPublic)!;
        var result = returnType.IsGenericType ? returnType.GetGenericArguments()[0] : returnType;
        return reader.MakeGenericMethod(result).CreateDelegate<Func<object?, Task<IResult>>>();
    }

    private static string? ReaderNameOf(Type returnType)
    {
        if (typeof(IResult).IsAssignableFrom(returnType))
        {
            return nameof(FromResult);
        }

        if (!returnType.IsGenericType || !typeof(IResult).IsAssignableFrom(returnType.GetGenericArguments()[0]))
        {
            return null;
        }

        var definition = returnType.GetGenericTypeDefinition();
        return definition == typeof(Task<>) ? nameof(FromTask)
            : definition == typeof(ValueTask<>) ? nameof(FromValueTask)
            : null;
    }

    private static Task<IResult> FromResult<T>(object? returned)
        where T : IResult => Task.FromResult(NotNull((IResult?)returned));

    private static async Task<IResult> FromTask<T>(object? returned)
        where T : IResult => NotNull(await (Task<T>)returned!);

    private static async Task<IResult> FromValueTask<T>(object? returned)
        where T : IResult => NotNull(await (ValueTask<T>)returned!);

    private static IResult NotNull(IResult? result) => result ?? throw new InvalidOperationException("The function returned no result.");
}
