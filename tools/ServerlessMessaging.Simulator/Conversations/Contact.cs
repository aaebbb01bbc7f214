namespace ServerlessMessaging.Simulator.Conversations;

/// <summary>Who holds the phone.</summary>
/// <param name="Kind">The member that carries the reference: user, conversation, customer or botSession.</param>
/// <param name="Id">Tells this contact from all others.</param>
/// <param name="Name">What the phone page calls it.</param>
/// <param name="Address">The line below the name.</param>
/// <param name="CustomerId">The opaque id that the platform calls the customer by when it tells what they say.</param>
/// <param name="Reference">What a sender addresses it by.</param>
internal sealed record Contact(string Kind, string Id, string Name, string Address, string CustomerId, object Reference);
