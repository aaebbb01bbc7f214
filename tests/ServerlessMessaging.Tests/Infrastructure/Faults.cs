namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>Which of the next calls to a part of the storage account fail.</summary>
internal sealed class Faults
{
    private readonly Lock _lock = new();
    private int _skipped;
    private int _left;

    /// <summary>Lets calls fail.</summary>
    /// <param name="times">How many.</param>
    /// <param name="after">How many succeed before.</param>
    public void Fail(int times = int.MaxValue, int after = 0)
    {
        lock (_lock)
        {
            (_left, _skipped) = (times, after);
        }
    }

    public void Mend() => Fail(0);

    public void ThrowIfDue()
    {
        lock (_lock)
        {
            if (_left == 0 || _skipped-- > 0)
            {
                return;
            }

            _left--;
        }

        throw StorageAnswers.Busy;
    }
}
