using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.LocalHost.Worker;

/// <summary>A function that LocalHost found: its definition, its trigger and the way to call it.</summary>
internal abstract class HostedFunction : FunctionDefinition
{
    private readonly MethodCall _call;

    protected HostedFunction(string name, MethodInfo method, ParameterInfo trigger, string triggerType)
    {
        Name = name;
        EntryPoint = $"{method.DeclaringType!.FullName}.{method.Name}";
        PathToAssembly = method.DeclaringType.Assembly.Location;
        Parameters = [.. method.GetParameters().Select(p => new FunctionParameter(p.Name!, p.ParameterType))];
        InputBindings = ImmutableDictionary<string, BindingMetadata>.Empty
            .Add(trigger.Name!, new TriggerMetadata(trigger.Name!, triggerType));
        _call = new MethodCall(method, [.. method.GetParameters().Select(p => ParameterBinding.For(p, name))]);
    }

    public override string Id => Name;

    public override string Name { get; }

    public override string EntryPoint { get; }

    public override string PathToAssembly { get; }

    public override ImmutableArray<FunctionParameter> Parameters { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    /// <summary>The innermost step of the middleware pipeline: makes the class, binds its method's parameters and calls it.</summary>
    public async Task Invoke(HostedFunctionContext context) => context.Result.Value = await _call.Invoke(context);

    private sealed class TriggerMetadata(string name, string type) : BindingMetadata
    {
        public override string Name => name;

        public override string Type => type;
    }
}
