using System.Reflection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Postvakt.Access;

namespace Postvakt.Server.Api;

/// <summary>What the description of the interface says besides the endpoints' own shapes: what it is, how to sign in, what each endpoint needs.</summary>
internal static class OpenApiText
{
    private const string Token = "token";

    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Postvakt", Version = typeof(OpenApiText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "",
                Description = "Held mail, lock-downs, exceptions, audit, accounts. Over TCP a token says who acts; each operation names the role and scope that it needs. Refusals come in the language of Accept-Language.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme> { [Token] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "postvakt token create" } };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Need>().FirstOrDefault() is not { Scope.Length: > 0 } need) return Task.CompletedTask;
            operation.Description = $"Needs the role {need.Role.ToString().ToLowerInvariant()} and the scope {need.Scope}.";
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Token, context.Document)] = [] }];
            return Task.CompletedTask;
        });
    }
}
