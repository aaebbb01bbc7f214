using System.ComponentModel.DataAnnotations;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Sending;

[assembly: AssemblyFixture(typeof(ValidationWarmUp))]

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>
/// Validates every kind of options once before the tests start hosts side by side: RangeAttribute prepares itself at its first use,
/// and two first uses at once disturb each other. A process outside the tests starts one host.
/// </summary>
public sealed class ValidationWarmUp
{
    public ValidationWarmUp()
    {
        foreach (var type in typeof(SendingOptions).Assembly.GetTypes())
        {
            if (type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetConstructor(Type.EmptyTypes) is not null)
            {
                var options = Activator.CreateInstance(type)!;
                Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true);
            }
        }
    }
}
