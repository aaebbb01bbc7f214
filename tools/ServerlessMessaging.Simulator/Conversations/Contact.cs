namespace ServerlessMessaging.Simulator.Conversations;

/// <summary>The customer of a conversation.</summary>
/// <param name="Kind">The member that carries the reference: user, conversation, customer or botSession.</param>
/// <param name="Id">Unique among all contacts.</param>
/// <param name="Name">The name on the phone page.</param>
/// <param name="Address">The line below the name.</param>
/// <param name="CustomerId">The customer's opaque id in webhooks.</param>
/// <param name="Reference">The address that a sender uses.</param>
internal sealed record Contact(string Kind, string Id, string Name, string Address, string CustomerId, object Reference)
{
    /// <summary>Whether it is reached by a route of the tutorials, which only a façade before the platform serves.</summary>
    public bool IsOfTutorials => Kind is "user" or "conversation";
}
