using System.Globalization;
using System.Text.Json;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.OpenIntegrations;

/// <summary>A receipt that the channel of an integration reports to the platform.</summary>
internal sealed record InboundReceipt(string Id, JsonElement To, string CustomerId, string Time, string Status, JsonElement? Reasons, bool? IsFinal)
{
    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"];

    public static InboundReceipt Read(JsonElement body)
    {
        var reader = new MemberReader(body);
        var id = reader.RequiredText("id");
        var channel = reader.RequiredObject("channel");
        var customerId = ReadRecipient(channel.RequiredObject("to"));
        var to = channel.RequiredElement("to", "an object", JsonValueKind.Object);
        var time = channel.RequiredText("time");
        channel.RefuseUnknown();
        if (!DateTime.TryParseExact(time, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            throw channel.Refuse("The time must have the form yyyy-MM-ddTHH:mm:ss.SSSZ", "time");
        }

        var status = reader.RequiredText("status");
        if (status is not ("Delivered" or "Failed"))
        {
            throw reader.Refuse("The channel may report Delivered and Failed", "status");
        }

        var reasons = ReadReasons(reader, status);
        var isFinal = reader.OptionalFlag("isFinalReceipt");
        reader.RefuseUnknown();
        return new(id, to, customerId, time, status, reasons, isFinal);
    }

    private static string ReadRecipient(MemberReader to)
    {
        var id = to.RequiredText("id");
        if (to.OptionalText("idType") is not (null or "Email" or "Phone" or "Opaque"))
        {
            throw to.Refuse("Invalid id type", "idType");
        }

        foreach (var name in new[] { "nickname", "firstName", "lastName", "image", "email" })
        {
            to.OptionalText(name);
        }

        to.RefuseUnknown();
        return id;
    }

    private static JsonElement? ReadReasons(MemberReader reader, string status)
    {
        foreach (var reason in reader.OptionalObjects("reasons") ?? [])
        {
            reason.OptionalText("code");
            reason.RequiredText("message");
            reason.RefuseUnknown();
        }

        var reasons = reader.OptionalElement("reasons", "an array", JsonValueKind.Array);
        return reasons is null || status == "Failed" ? reasons : throw reader.Refuse("Only a failure has reasons", "reasons");
    }
}
