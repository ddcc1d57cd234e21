namespace Postvakt.Memory;

/// <summary>What stands in Memory, for its operator and for the people it is about. Changes are permanent when a method returns.</summary>
public interface IMemoryAccounts
{
    MemoryAccount Account();

    /// <summary>Erases what is known of a person; returns false when the address is unknown.</summary>
    bool Forget(string address);

    /// <summary>What is kept about a person, or null when the address is unknown.</summary>
    PersonExport? Export(string address);

    /// <summary>Drops what is past its retention; returns the number of messages dropped. Once a day is enough.</summary>
    long Expire(DateTimeOffset now);
}
