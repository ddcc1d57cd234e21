namespace Postvakt.Registers;

/// <summary>Says when it is worth asking <see cref="IRegister.ChangesOf"/> again.</summary>
public interface IChangeSignal
{
    /// <summary>Ends when somebody changed something, which may be nothing that is asked for, or when the time is up. Signals of before the call are not lost.</summary>
    /// <param name="atMost">Wait no longer; a signal may get lost on its way.</param>
    /// <returns>False when the time was up.</returns>
    Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellation);
}
