using System.Diagnostics.CodeAnalysis;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>Reads a message's text by <c>messageEncoding</c> of host.json.</summary>
internal static class MessageEncoding
{
    public static bool TryDecode(QueueMessage message, QueueMessageEncoding encoding, [NotNullWhen(true)] out QueueMessage? decoded)
    {
        decoded = encoding == QueueMessageEncoding.None ? message : FromBase64(message);
        return decoded is not null;
    }

    private static QueueMessage? FromBase64(QueueMessage message)
    {
        var text = message.Body.ToString();
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count)
            ? QueuesModelFactory.QueueMessage(
                message.MessageId,
                message.PopReceipt,
                BinaryData.FromBytes(bytes.AsMemory(0, count)),
                message.DequeueCount,
                message.NextVisibleOn,
                message.InsertedOn,
                message.ExpiresOn)
            : null;
    }
}
