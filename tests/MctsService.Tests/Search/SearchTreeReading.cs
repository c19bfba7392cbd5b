using MctsAspire.MctsService.Search;

namespace MctsAspire.MctsService.Tests.Search;

internal static class SearchTreeReading
{
    public static IEnumerable<int> ChildrenOf(this SearchTree tree, int node) =>
        tree.Children(node) == 0 ? [] : Enumerable.Range(tree.FirstChild(node), tree.Children(node));

    public static IEnumerable<int> All(this SearchTree tree, int node = SearchTree.Root) =>
        tree.ChildrenOf(node).SelectMany(child => tree.All(child)).Prepend(node);

    public static IEnumerable<int> Inner(this SearchTree tree) => tree.All().Where(node => tree.Children(node) > 0);

    public static int Depth(this SearchTree tree, int node = SearchTree.Root) =>
        tree.ChildrenOf(node).Select(child => tree.Depth(child) + 1).DefaultIfEmpty(0).Max();
}
