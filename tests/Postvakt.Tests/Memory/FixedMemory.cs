using Postvakt.Memory;

namespace Postvakt.Tests.Memory;

/// <summary>Answers every question alike.</summary>
internal sealed class FixedMemory(Recollection known) : IMemory
{
    public IReadOnlyList<(string Domain, int Messages)> Domains => [];

    public long Vouch(Experience experience) => 0;

    public Recollection Recall(Question question) => known;

    public long Remember(Experience experience) => 0;

    public void Commit()
    {
    }

    public void Revise(IReadOnlyCollection<long> messages, Standing standing)
    {
    }

    public IReadOnlyDictionary<long, string> Labels(IReadOnlyCollection<long> messages) => new Dictionary<long, string>();

    public IReadOnlyList<KnownMessage> Timeline(long conversation) => [];

    public KnownConversation? ConversationOf(long message) => null;

    public string AddressOf(long person) => "";
}
