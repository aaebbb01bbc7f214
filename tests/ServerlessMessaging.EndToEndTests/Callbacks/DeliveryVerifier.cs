using System.Net.Mime;
using System.Text;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>Checks deliveries with the public libraries for Standard Webhooks and CloudEvents.</summary>
internal static class DeliveryVerifier
{
    private const string Signature = "webhook-signature";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Every delivery is a valid event, signed with the secret.</summary>
    public static void AssertValid(IReadOnlyList<FlowDelivery> deliveries, string secret = CallbackSystem.FlowSecret)
    {
        Assert.NotEmpty(deliveries);
        Assert.All(deliveries, delivery =>
        {
            Assert.True(IsSigned(delivery, secret));
            Assert.Equal(delivery.Id, Read(delivery).Id);
        });
    }

    /// <summary>Whether a signature was made with the secret in the last minutes.</summary>
    public static bool IsSigned(FlowDelivery delivery, string secret)
    {
        var webhook = new StandardWebhook(secret);
        var body = Utf8.GetString(delivery.Body);
        // The library checks the first signature only; while a secret is rotated there are two.
        return delivery.Headers[Signature].Split(' ').Any(signature =>
        {
            try
            {
                webhook.Verify(body, new HeaderDictionary(delivery.Headers.ToDictionary(
                    header => header.Key, header => new StringValues(header.Key == Signature ? signature : header.Value))));
                return true;
            }
            catch (WebhookVerificationException)
            {
                return false;
            }
        });
    }

    /// <summary>Reads a CloudEvent 1.0 in structured mode.</summary>
    /// <exception cref="ArgumentException">The delivery is no CloudEvent.</exception>
    public static CloudEvent Read(FlowDelivery delivery)
    {
        var type = new ContentType(delivery.Headers["content-type"]);
        return type.MediaType == "application/cloudevents+json"
            ? new JsonEventFormatter().DecodeStructuredModeMessage(delivery.Body, type, extensionAttributes: null)
            : throw new ArgumentException($"{type.MediaType} is not the content type of the structured mode.", nameof(delivery));
    }
}
