namespace ServerlessMessaging.Simulator;

/// <summary>What the simulator can be told at its start; the control API changes some of it later.</summary>
public sealed class SimulatorOptions
{
    /// <summary>Port of login, API, control API and phone page; 0 takes a free one.</summary>
    public int Port { get; init; } = 7072;

    /// <summary>Port of the vault; 0 takes a free one.</summary>
    public int VaultPort { get; init; } = 7073;

    /// <summary>API requests that one client may make in a window.</summary>
    public int RateLimitAllowed { get; init; } = 300;

    public TimeSpan RateLimitWindow { get; init; } = TimeSpan.FromMinutes(1);

    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Answers every look-up by email as the public platform may: with the first user, whoever was asked for.</summary>
    public bool IgnoreEmailParameter { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegative(VaultPort);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(VaultPort, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(RateLimitAllowed, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RateLimitWindow, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(TokenLifetime, TimeSpan.Zero);
    }
}
