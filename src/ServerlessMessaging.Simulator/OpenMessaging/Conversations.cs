using System.Collections.Frozen;
using ServerlessMessaging.Simulator.Users;

namespace ServerlessMessaging.Simulator.OpenMessaging;

/// <summary>The conversations of all users, in the order of the directory.</summary>
internal sealed class Conversations(UserDirectory directory)
{
    private readonly FrozenDictionary<Guid, Conversation> _byUser =
        directory.All.ToFrozenDictionary(user => user.Id, user => new Conversation(user));

    public Conversation Of(User user) => _byUser[user.Id];

    public IEnumerable<Conversation> All => directory.All.Select(Of);

    public void Clear()
    {
        foreach (var conversation in All)
        {
            conversation.Clear();
        }
    }
}
