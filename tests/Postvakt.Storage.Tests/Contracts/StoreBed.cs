namespace Postvakt.Storage.Tests.Contracts;

/// <summary>Where a test's store lies: what is opened again there holds what it held.</summary>
public abstract class StoreBed : IDisposable
{
    public abstract OpenStore Open();

    /// <summary>Runs a statement on the tables of the store that was opened last and gives the number that it answers.</summary>
    public abstract long Scalar(string sql);

    public abstract void Dispose();
}
