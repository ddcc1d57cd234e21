using Postvakt.Audit;

namespace Postvakt.Web.Gate;

/// <summary>What came of asking a provider.</summary>
/// <param name="Account">As he calls the person; empty where he vouches for nobody.</param>
/// <param name="Role">The highest that his word stands for, or null: for none.</param>
/// <param name="Trouble">Key of the sentence that says why not; empty where he vouches.</param>
public sealed record ProviderAnswer(string Account, Role? Role, string Trouble)
{
    public static ProviderAnswer No(string trouble) => new("", null, trouble);
}
