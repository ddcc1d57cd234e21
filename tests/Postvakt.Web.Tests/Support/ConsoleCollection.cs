namespace Postvakt.Web.Tests.Support;

/// <summary>Tests that share a console run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ConsoleCollection : ICollectionFixture<ConsoleRoom>
{
    public const string Name = "console";
}
