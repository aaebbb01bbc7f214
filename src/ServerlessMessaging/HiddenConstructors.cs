using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessMessaging;

/// <summary>Registers public classes whose only constructor is internal, because what they are made of is.</summary>
internal static class HiddenConstructors
{
    /// <summary>Registers a class as a singleton, made of the application's services.</summary>
    public static IServiceCollection AddSingletonWithHiddenConstructor<T>(this IServiceCollection services)
        where T : class
    {
        var constructor = typeof(T).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic).Single();
        return services.AddSingleton(provider =>
            (T)constructor.Invoke([.. constructor.GetParameters().Select(parameter => provider.GetRequiredService(parameter.ParameterType))]));
    }
}
