namespace ServerlessMessaging.Simulator;

/// <summary>The messages sent by the API that are posted to the webhook, as every outbound message of the integration is.</summary>
public enum OwnMessages
{
    /// <summary>None, which no real integration can be set to.</summary>
    None,

    /// <summary>Those of agentless.</summary>
    Agentless,

    /// <summary>Those of agentless and of bot sessions.</summary>
    All,
}
