namespace Postvakt.Memory;

/// <summary>
/// What we keep of past mail to test claims with. A store answers questions and takes in experiences; what they mean is decided elsewhere.
/// Implementations are used by one thread at a time.
/// </summary>
public interface IMemory
{
    Recollection Recall(Question question);

    /// <summary>Takes a mail in and returns its row. Recording throws when the store cannot keep it.</summary>
    long Remember(Experience experience);

    /// <summary>
    /// Takes a mail in that a person says is genuine, and counts it as history, also when it was taken in before and only seen. <see cref="Revise"/> takes back what it taught.
    /// </summary>
    /// <returns>Its row.</returns>
    long Vouch(Experience experience);

    /// <summary>Makes everything remembered so far permanent, where it is not yet.</summary>
    void Commit();

    /// <summary>Changes the standing of messages after a revised verdict, and takes back what they taught.</summary>
    void Revise(IReadOnlyCollection<long> messages, Standing standing);

    /// <summary>Labels of messages that carry campaign marks, by row; unknown rows are left out.</summary>
    IReadOnlyDictionary<long, string> Labels(IReadOnlyCollection<long> messages);

    /// <summary>The messages of a conversation in order of arrival, newest 200.</summary>
    IReadOnlyList<KnownMessage> Timeline(long conversation);

    /// <summary>The conversation that a message belongs to, or null where the message is not known.</summary>
    /// <param name="message">Row of the message.</param>
    KnownConversation? ConversationOf(long message);

    /// <summary>The address of a person, or empty.</summary>
    string AddressOf(long person);

    /// <summary>Domains of trusted correspondents with their message counts, most frequent first, at most 500.</summary>
    IReadOnlyList<(string Domain, int Messages)> Domains { get; }
}
