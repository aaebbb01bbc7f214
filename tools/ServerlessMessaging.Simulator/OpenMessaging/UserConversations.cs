using System.Collections.Frozen;
using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Users;

namespace ServerlessMessaging.Simulator.OpenMessaging;

/// <summary>The conversations of all users, in the order of the directory.</summary>
internal sealed class UserConversations(UserDirectory directory) : IConversations
{
    private volatile FrozenDictionary<Guid, Conversation> _byUser = Open(directory);

    public Conversation Get(User user) => _byUser[user.Id];

    public IEnumerable<Conversation> All => directory.All.Select(Get);

    public void Clear() => _byUser = Open(directory);

    private static FrozenDictionary<Guid, Conversation> Open(UserDirectory directory) =>
        directory.All.ToFrozenDictionary(user => user.Id, user => new Conversation(CreateContact(user)));

    private static Contact CreateContact(User user) =>
        new("user", $"user:{user.Id}", user.Name, user.Email, $"{user.Id}", new { user.Id, user.Name, user.Email });
}
